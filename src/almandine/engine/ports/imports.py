"""What imports keep: their files, their lines, and who writes next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from almandine.engine.imports.line import ImportFile, Line, Told, Unresolved
from almandine.engine.imports.report import Counts
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice, MatchKey
from almandine.records.kind import Kind

Triple = tuple[str, int, str]
"""Name, size and time of a file: a file with the same three is the same file."""

LineKey = tuple[int, int]
"""File number and position of a line."""


class Imports(Protocol):
    """The imports of the institution."""

    def line_up(self) -> None:
        """Wait until no other import of the institution is about to store records.

        From here to the commit, no other one inserts what this one has not found.
        """
        ...

    def matching(
        self, kind: Kind, keys: Sequence[MatchKey]
    ) -> Mapping[MatchKey, Sequence[str]]:
        """Return the ids of the records that have each key, sorted."""
        ...

    def handled(self, profile_id: str) -> frozenset[Triple]:
        """Return the files that former runs of the profile have handled."""
        ...

    def put_files(
        self, run_id: str, profile_id: str, files: Sequence[ImportFile]
    ) -> None:
        """Make these the files of a run, in place of those it had."""
        ...

    def files(self, run_id: str) -> Sequence[ImportFile]:
        """Return the files of a run in the order of their numbers."""
        ...

    def settle(self, run_id: str) -> None:
        """Let the files that the run took count as handled."""
        ...

    def add_lines(self, run_id: str, lines: Sequence[Line]) -> None:
        """Store the lines of a chunk."""
        ...

    def counts(self, run_id: str) -> Counts:
        """Return how many lines there are."""
        ...

    def members(self, run_id: str, population: str) -> Iterator[Sequence[str]]:
        """Yield the ids of the records of a population, in batches; some repeat."""
        ...

    def lines(
        self,
        run_id: str,
        *,
        actions: Sequence[Action] = (),
        after: LineKey = (0, 0),
        limit: int,
    ) -> Sequence[Line]:
        """Return lines in the order of the files, of all actions where none is named.

        Args:
            run_id: The run.
            actions: Of these alone.
            after: Of the last line that was seen.
            limit: How many at most.
        """
        ...

    def told(
        self, run_id: str, *, after: LineKey = (0, 0), limit: int
    ) -> Sequence[Told]:
        """Return what the report tells of all lines, in the order of the files.

        Args:
            run_id: The run.
            after: Of the last line that was seen.
            limit: How many at most.
        """
        ...

    def matched(
        self, run_id: str, *, several: bool, limit: int, offset: int
    ) -> Sequence[Line]:
        """Return lines that match one record, or several, in the order of the files."""
        ...

    def has_lines(self, run_id: str) -> bool:
        """Tell whether there are lines of a run, and they are kept still."""
        ...

    def done_before(self, then: datetime) -> Sequence[str]:
        """Return the runs with lines that ended by an instant (UTC).

        Those that somebody has still to decide on are left out.
        """
        ...

    def drop_lines(self, run_id: str, limit: int) -> int:
        """Delete lines of a run; return how many there were, up to a limit."""
        ...

    def choose(self, run_id: str, line: LineKey, choice: Choice) -> bool:
        """Keep what somebody decided; tell whether there is such a line to decide."""
        ...

    def unresolved(
        self, run_id: str, *, after: LineKey = (0, 0), limit: int
    ) -> Sequence[Unresolved]:
        """Return the lines that wait for a decision, or for it to be carried out."""
        ...

    def still_unresolved(
        self, run_id: str, lines: Sequence[LineKey]
    ) -> Mapping[LineKey, Unresolved]:
        """Return those of these lines that are unresolved still."""
        ...

    def chosen(self, run_id: str, lines: Sequence[LineKey]) -> Mapping[LineKey, Choice]:
        """Return what was decided on those of these lines that are unresolved still.

        From here to the commit, nobody decides otherwise.
        """
        ...

    def resolve(self, run_id: str, lines: Sequence[LineKey], *, by: str) -> None:
        """Let a run count as the one that carried out what was decided on lines."""
        ...
