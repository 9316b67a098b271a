"""Edits that were looked into before the transaction that stores them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from almandine.records.bib import Bib
from almandine.store.records.bib_edits import Edit
from almandine.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of edits; it counts where the bib is still what it was."""

    edits: Mapping[str, Edit]
    texts: Mapping[str, Mapping[str, Any]]
    """Rows of words, of those edits that tell them."""

    def edit_of(self, bib: Bib, before: bytes) -> Edit | None:
        """Return what is known of these new bytes in place of those."""
        known = self.edits.get(bib.mms_id)
        if known is None or known.bib is not bib or known.before != before:
            return None
        return known

    def texts_of(self, edits: Sequence[Edit]) -> Rows:
        """Return the rows of words of some of the edits."""
        ids = [one.bib.mms_id for one in edits]
        return [self.texts[one] for one in ids if one in self.texts]


UNPREPARED: Final = Prepared({}, {})
