"""One application of a file: what it works on and what it has found so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from almandine.engine.apply.entries import Entries, Entry, EntryKind, Row
from almandine.engine.apply.problems import Problem
from almandine.engine.apply.report import Report
from almandine.engine.apply.secrets import Secrets
from almandine.engine.endpoint import Endpoint
from almandine.engine.flaws import Flaw
from almandine.engine.ports import Ids, References
from almandine.engine.sets.ports import Sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What applying needs, all of one transaction."""

    entries: Entries
    sets: Sets
    references: References
    ids: Ids
    check_directory: Callable[[str], str | None]
    """Make an endpoint's directory; says why it cannot be had, None if it can."""
    secrets: Secrets
    check_endpoint: Callable[[Endpoint], Iterable[Flaw]]
    """Read the keys and certificates of an endpoint; says which of them are none."""
    now: datetime
    """The present instant (UTC)."""


def _no_problems() -> list[Problem]:
    return []


@dataclass(frozen=True, slots=True)
class Application:
    """The parts, the report as it grows, and the problems as they are met."""

    parts: Parts
    report: Report = field(default_factory=Report)
    problems: list[Problem] = field(default_factory=_no_problems)

    def object(self, place: str, message: str) -> None:
        """Note a problem; the file is applied to its end, and then not at all."""
        self.problems.append(Problem(place, message))

    def find(self, kind: EntryKind, **where: str) -> Row | None:
        """Return an entry that is kept, by what this file has put there too."""
        return self.parts.entries.find(kind, **where)

    def put(self, kind: EntryKind, key: dict[str, str], values: Row) -> None:
        """Store an entry and count what that did."""
        self.report.add(kind, self.parts.entries.put(Entry(kind, key, values)))

    def identity(
        self, kind: EntryKind, wanted: str | None, column: str, place: str, **where: str
    ) -> str:
        """Return the id of an entry: the one it has, the one wanted, or a new one."""
        kept = self.find(kind, **where)
        if kept is None:
            return wanted or self.new_id(kind, column)
        known = str(kept[column])
        if wanted not in (None, known):
            self.object(place, f"the id is {known} already, and ids do not change")
        return known

    def new_id(self, kind: EntryKind, column: str, prefix: str = "") -> str:
        """Return an id that nothing of this kind has, stated ones included."""
        while True:
            (number,) = self.parts.ids.next(str(kind))
            if self.find(kind, **{column: prefix + number}) is None:
                return prefix + number
