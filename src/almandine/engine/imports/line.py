# Compiled as it is, where the set-up can: ADR 0033.
"""A line of an import's report, and the file that its record came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice


class FileState(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    """Its records are being imported."""
    HANDLED = "handled"
    """They were; the same file is not taken again."""
    SKIPPED = "skipped"
    """An equal name, size and time was handled by an earlier run."""
    FAILED = "failed"
    """It could not be read; the next run tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file of an import, or one of those that an archive held."""

    number: int
    """Within the run, from 1."""
    name: str
    size: int
    """Bytes, as offered."""
    modified: str
    """When it was last modified, as its source tells it."""
    state: FileState
    inner: str = ""
    """Its name within the archive; empty where it came by itself."""
    place: str = ""
    """Where it lies unpacked, below the directory of the run."""
    format: str = ""
    because: str = ""
    """Why it failed."""

    @property
    def title(self) -> str:
        """Return what reports call it."""
        return f"{self.name}/{self.inner}" if self.inner else self.name


class Place(NamedTuple):
    """Where a record lies; its text is a member of the run.

    A tuple, as others here, because a large file makes millions of them.
    """

    file: int
    """Number of the file."""
    position: int
    """Which record of the file it is, from 1."""
    offset: int
    """Bytes from the beginning."""
    length: int
    """Bytes."""

    @property
    def key(self) -> tuple[int, int]:
        """Return what tells its line from the others of the run."""
        return self.file, self.position

    def __str__(self) -> str:
        return f"{self.file}:{self.position}:{self.offset}:{self.length}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Return the place that a member names."""
        return cls(*map(int, text.split(":")))


class Line(NamedTuple):
    """What became of one record of a file."""

    file: int
    position: int
    action: Action
    because: str = ""
    number: str = ""
    """The 001 that it came with."""
    key: str = ""
    """What it was matched by, as `type:value`; the first of several."""
    matches: Sequence[str] = ()
    """Ids of the records that it matches."""
    record_id: str = ""
    """Of the record that was stored, or that it was found equal to."""
    inventory: tuple[int, int, int] = (0, 0, 0)
    """Holdings, items and portfolios that were made."""
    marc: bytes = b""
    """As it came; only of those that are set aside."""

    @property
    def key_in_run(self) -> tuple[int, int]:
        """Return what tells it from the other lines of its run."""
        return self.file, self.position


Told = tuple[int, int, str, str, str, str, str, str]
"""What the report tells of a line: file and position, number, key, matches, action,
id of the record, and why. As it is kept: a report reads millions of them."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A line that somebody has to decide on, or has."""

    line: Line
    choice: Choice | None
    """What was decided; None where nothing was."""
