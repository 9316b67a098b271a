"""Records, and what an institution configured."""

from collections.abc import Generator, Sequence
from typing import Any, Protocol

from almandine.engine.job import Job, JobClass
from almandine.records.kind import Kind


class Prepared(Protocol):
    """What was found out of records before they are stored."""

    def keeps_keys(self, record_ids: Sequence[str]) -> bool:
        """Tell whether these, changed, are found by the numbers they were found by.

        False where that is not known.
        """
        ...


class Records(Protocol):
    """The records of the institution."""

    def read(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Any]:
        """Return the records with these ids, in this order; missing ones left out."""
        ...

    def hold(self, kind: Kind, records: Sequence[Any]) -> bool:
        """Lock records that were read before; tell whether they are what they were.

        They stand still until the commit: nobody else changes them between this look
        at them and a write.
        """
        ...

    def of_bibs(self, kind: Kind, mms_ids: Sequence[str]) -> Sequence[Any]:
        """Return the holdings, items or portfolios of these bibs, by id."""
        ...

    def prepare(
        self, kind: Kind, changes: Sequence[tuple[Any, Any]], new: Sequence[Any] = ()
    ) -> Prepared:
        """Do beforehand what can be done of storing changed and new records.

        For a transaction that only reads, so that the one that writes is short.

        Args:
            kind: Of the records.
            changes: Each as this transaction has read it, and as it is to be.
            new: Under their ids.
        """
        ...

    def write(
        self,
        kind: Kind,
        records: Sequence[Any],
        prepared: Any = ...,  # noqa: ANN401 - the store's own
    ) -> None:
        """Store changed records, with the columns and keys derived from them.

        Args:
            kind: Of the records.
            records: New ones and changed ones.
            prepared: What `prepare` found out of some of them. Those that it was told
                are new are not there yet; changed ones are held.
        """
        ...

    def pending(self, kind: Kind, profile_id: str) -> Generator[Sequence[str]]:
        """Yield ids, in batches, of what waits to be sent for the profile."""
        ...


class Jobs(Protocol):
    """The jobs an institution configured; the built-in ones are not among them."""

    def find(self, job_id: str) -> Job | None:
        """Return the job, or None."""
        ...

    def page(
        self,
        *,
        job_class: JobClass | None,
        category: str | None,
        profile_id: str | None,
    ) -> Sequence[Job]:
        """Return all that fit, by id."""
        ...

    def set_schedule_active(self, job_id: str, *, active: bool) -> None:
        """Let the schedule of a job start runs, or rest."""
        ...


class References(Protocol):
    """What parameters name by `Param.reference`."""

    def resolve(self, kind: str, name: str) -> str | None:
        """Return what the name of a `rule`, `collection`, `endpoint` or `set` means."""
        ...


class Ids(Protocol):
    """New ids that end in the institution's four digits."""

    def next(self, what: str, count: int = 1) -> Sequence[str]:
        """Return `count` ids of a kind of thing, never given before."""
        ...
