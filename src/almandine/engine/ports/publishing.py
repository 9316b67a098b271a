"""What the engine needs to know of what was published, and to remember of it."""

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from almandine.engine.run import Run
from almandine.records.sets import RecordSet


class Issued(NamedTuple):
    """The state in which a profile has published a record."""

    digest: bytes
    """Of all but field 005."""
    deleted: bool


class Issue(NamedTuple):
    """What a run publishes of a record."""

    mms_id: str
    digest: bytes
    deleted: bool
    marc: bytes
    """ISO 2709, or MARCXML where the record is too long for it; of a deleted record,
    as it was last, with `d` in the leader."""


class Candidates(NamedTuple):
    """Records that may have to be published anew, or are to be withdrawn."""

    mms_ids: Sequence[str]
    wanted: bool
    """Whether the profile publishes them; else they are to be withdrawn."""


class Publications(Protocol):
    """What publishing profiles have published."""

    def begin(self, run: Run, made_with: str) -> None:
        """Note that a run publishes all that has changed until now.

        `made_with` stands for all settings that decide what records look like.
        """
        ...

    def candidates(self, run: Run, of: RecordSet | None) -> Generator[Candidates]:
        """Yield, in batches by id, what changed since the last run that delivered.

        First all that is wanted.

        That is all there is when there was none, or when it had other settings. A
        holding, item or portfolio that changed counts as a change of its bib.

        Args:
            run: One that has begun.
            of: The set that the profile publishes; None for the whole repository.
        """
        ...

    def issued(self, profile_id: str, mms_ids: Sequence[str]) -> Mapping[str, Issued]:
        """Return what was published of these records; unknown ones left out."""
        ...

    def last_published(
        self, profile_id: str, mms_ids: Sequence[str]
    ) -> Mapping[str, bytes]:
        """Return these records as they were published last."""
        ...

    def conclude(self, run: Run, failed: Sequence[str]) -> None:
        """Let the next run begin where this one did, and try again what failed."""
        ...


class Issues(Protocol):
    """What runs are going to publish."""

    def draft(self, run_id: str, issues: Sequence[Issue]) -> None:
        """Store what a run is going to publish; it counts once it is settled."""
        ...

    def discard(self, run_id: str, mms_ids: Sequence[str]) -> None:
        """Forget what a run was going to publish of these records."""
        ...

    def settle(self, run: Run, at: datetime, *, after: str) -> str | None:
        """Remember some of what has been delivered, in the order of ids.

        Doing it again changes nothing.

        Args:
            run: Whose drafts are delivered.
            at: When.
            after: The id up to which that is done.

        Returns:
            The id up to which it is done now; None when that is all.
        """
        ...
