"""What stands beside bibs: their holdings, items or portfolios."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from almandine.engine.ports import Tx
from almandine.records.kind import Kind

BESIDE: Final = (Kind.HOLDING, Kind.ITEM, Kind.PORTFOLIO)
"""Kinds of what belongs to one bib, in the order of the fields of titles and stocks."""


def beside(kind: Kind, mms_ids: Sequence[str], tx: Tx) -> Mapping[str, Sequence[Any]]:
    """Return the records of a kind by the bib to which they belong, each bib's by id.

    Bibs without any are left out.

    Raises:
        KeyError: for a kind that does not stand beside bibs.
    """
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for record in tx.records.of_bibs(kind, mms_ids):
        grouped[record.mms_id].append(record)
    return dict(grouped)
