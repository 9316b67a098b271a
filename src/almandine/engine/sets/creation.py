"""Make a set in whichever way the query of the request asks for."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.run import Run
from almandine.engine.sets.combine import Derived, combine, itemize
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.population import of_population
from almandine.engine.sets.transaction import SetsTx
from almandine.faults import InvalidParameter, Refused
from almandine.records.sets import RecordSet

Asked = Mapping[str, str]
"""Query parameters by name."""

_UNSAID: Final = frozenset({"", "None"})
"""`None` is the documented default of some of the parameters."""
_NOT_DONE: Final = {
    "nz_set_from_iz_set": "none, because there is no network zone",
    "filter_set": "none, because there are no indication rules",
}
_SOURCE: Final = re.compile(r"set[1-9][0-9]{0,2}")


def make_set(
    draft: SetDraft, asked: Asked, *, creator: Creator, tx: SetsTx
) -> tuple[RecordSet, Run | None]:
    """Make a set and return it, with the run that filled it if one did.

    Raises:
        Refused: with the first reason not to.
    """
    said = {name: value for name, value in asked.items() if value not in _UNSAID}
    _check_supported(said)
    derived = of_population(draft, said, creator=creator, tx=tx)
    derived = derived or _derive(draft, said, creator=creator, tx=tx)
    if derived is not None:
        return derived.record_set, derived.run
    return create(draft, creator=creator, tx=tx), None


def _check_supported(said: Asked) -> None:
    for name, allowed in _NOT_DONE.items():
        if name in said:
            raise Refused(InvalidParameter(name, said[name], allowed))


def _derive(
    draft: SetDraft, said: Asked, *, creator: Creator, tx: SetsTx
) -> Derived | None:
    if "from_logical_set" in said:
        source = said["from_logical_set"]
        return itemize(draft, source, creator=creator, tx=tx)
    sources = _sources(said)
    if sources or "combine" in said:
        operator = said.get("combine", "AND")
        return combine(draft, operator, sources, creator=creator, tx=tx)
    return None


def _sources(said: Asked) -> Sequence[str]:
    """Return the values of set1, set2 and so on, in the order of their numbers."""
    names = sorted(filter(_SOURCE.fullmatch, said), key=lambda name: int(name[3:]))
    return [said[name] for name in names]
