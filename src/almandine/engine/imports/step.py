# Compiled as it is, where the set-up can: ADR 0033.
"""A record on its way through a chunk of an import."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, Final, NamedTuple

from almandine.engine.imports.line import Line, Place
from almandine.records.importing.action import Action
from almandine.records.importing.decision import (
    Arrival,
    Choice,
    Decision,
    MatchKey,
)
from almandine.records.importing.inventory import Drafts

_KEPT: Final = frozenset({Action.REJECTED, Action.UNRESOLVED})
"""What is set aside is kept as it came: to be mended, or to be decided on."""
_UNDECIDED: Final[Decision[Any]] = Decision(Action.REJECTED, "nothing decided")


class Step(NamedTuple):
    """A record at its place, and what is known of it by now."""

    place: Place
    raw: bytes = b""
    """As it came."""
    number: str = ""
    """Its 001."""
    choice: Choice | None = None
    """What somebody decided, where it was unresolved before."""
    arrival: Arrival | None = None
    """None for one that is not matched at all."""
    decision: Decision[Any] | None = None
    matched: Sequence[str] = ()
    """Ids of the records that it matches."""
    hit: MatchKey | None = None
    """The first of its keys that any record has."""

    @property
    def keys(self) -> Sequence[MatchKey]:
        """Return what it is matched by."""
        return self.arrival.keys if self.arrival else ()

    @property
    def known_by(self) -> Sequence[MatchKey]:
        """Return what others find it by, once it is stored."""
        return [*self.arrival.keys, *self.arrival.others] if self.arrival else ()

    @property
    def chosen(self) -> Sequence[str]:
        """Return the id of the record that somebody chose, if they did."""
        return [self.choice.record_id] if self.choice and self.choice.record_id else []

    @property
    def touched(self) -> Sequence[str]:
        """Return the ids of the records that the decision depends on."""
        return [*self.matched, *self.chosen]

    @property
    def record(self) -> Any | None:  # noqa: ANN401 - any kind of record
        """Return what is to be stored."""
        return self.decision.record if self.decision else None

    @property
    def stores(self) -> bool:
        """Whether anything is to be stored, perhaps beside the record."""
        return self.record is not None or self.drafts is not None

    @property
    def is_new(self) -> bool:
        """Whether what is to be stored was not there before."""
        return self.decision is not None and self.decision.is_new

    def matching(
        self, matches: Mapping[MatchKey, Sequence[str]], known: Container[str]
    ) -> "Step":
        """Return the step with the known records that its keys lead to."""
        hits = [key for key in self.keys if matches.get(key)]
        if not hits:
            return self
        found = {one for key in hits for one in matches[key] if one in known}
        return self._replace(matched=sorted(found), hit=hits[0])

    def rejected(self, raw: bytes, because: str) -> "Step":
        """Return the step of a record that cannot be imported."""
        decision: Decision[Any] = Decision(Action.REJECTED, because)
        return self._replace(raw=raw, decision=decision)

    def line(self) -> Line:
        """Return the line of the report."""
        decision = self.decision or _UNDECIDED
        remarks = (decision.because, self.arrival.warnings if self.arrival else "")
        return Line(
            file=self.place.file,
            position=self.place.position,
            action=decision.action,
            because="; ".join(filter(None, remarks)),
            number=self.number,
            key=":".join(self.hit) if self.hit else "",
            matches=self.matched,
            record_id=self.record_id,
            inventory=decision.inventory.made if decision.inventory else (0, 0, 0),
            marc=self.raw if decision.action in _KEPT else b"",
        )

    @property
    def drafts(self) -> tuple[str, Drafts] | None:
        """Return the id of the record, and what it brings along, if it does."""
        inventory = self.decision.inventory if self.decision else None
        if inventory is None or not (inventory.holdings or inventory.portfolios):
            return None
        return self.record_id, inventory

    def with_drafts(self, drafts: Drafts) -> "Step":
        """Return the step with what is left of its inventory."""
        if self.decision is None:
            return self
        changed = self.decision._replace(inventory=drafts, because=drafts.problems)
        return self._replace(decision=changed)

    @property
    def record_id(self) -> str:
        """Return the id of what it became, or was found to be; empty for neither."""
        if self.record is not None:
            return self.record.record_id
        if self.chosen:
            return self.chosen[0]
        return self.matched[0] if len(self.matched) == 1 else ""
