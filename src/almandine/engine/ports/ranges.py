"""The ranges of runs, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from almandine.engine.run import NOTHING_DONE, Tally


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a run's members, worked through in chunks."""

    run_id: str
    range_no: int
    """Counted from 0; -1 stands for the run as a whole in events."""
    size: int
    """Members in the range."""
    cursor: int = 0
    """Members dealt with."""
    tally: Tally = NOTHING_DONE
    token: str = ""
    """Whose it is: the fencing token of the attempt that claimed it last."""
    turn: int = 0
    """Ranges of one turn are done side by side, and those of the next after them."""

    @property
    def part(self) -> str:
        """Return the name of the part of a file that it becomes.

        With the token: a worker that was overtaken writes beside its successor.
        """
        return f"{self.range_no}-{self.token}"


class Ranges(Protocol):
    """The ranges of runs, with their members."""

    def add(
        self, run_id: str, range_no: int, members: Sequence[str], turn: int = 0
    ) -> None:
        """Store a range."""
        ...

    def of(self, run_id: str) -> Sequence[Range]:
        """Return the ranges in order."""
        ...

    def members(self, run_id: str, range_no: int) -> Sequence[str]:
        """Return the ids of the range's records, in order."""
        ...

    def claim(self, run_id: str, shard: int, token: str) -> Range | None:
        """Give the shard a range: one that it had begun, else one that nobody has.

        Whoever had the range before is fenced. Returns None when there is no such, or
        its turn has not come.
        """
        ...

    def are_free(self, run_id: str, *, after: int = -1) -> bool:
        """Tell whether there are ranges that nobody has and whose turn has come.

        Args:
            run_id: Of the run.
            after: A turn: only later ones count.
        """
        ...

    def save(self, span: Range, *, before: Range) -> None:
        """Store cursor and tally.

        Args:
            span: The range as it is now.
            before: As this attempt stored it last, or claimed it.

        Raises:
            Fenced: when the range has been claimed with another token.
            Unavailable: when it is not as it was before: a server that crashed took
                back what was committed and not on disk yet.
        """
        ...

    def check(self, span: Range) -> None:
        """Raise `Fenced` when the range has been claimed with another token."""
        ...

    def release(self, span: Range) -> None:
        """Give the range back: whoever comes goes on at its cursor."""
        ...

    def release_all(self, run_id: str) -> None:
        """Give back all ranges of a run that nobody works at."""
        ...

    def drop(self, run_id: str) -> None:
        """Forget the ranges of a run that has ended."""
        ...
