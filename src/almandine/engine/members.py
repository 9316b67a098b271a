"""A run's members: taken down when it begins, cut into ranges."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

from almandine.engine.jobtype import ExportJob, JobType
from almandine.engine.ports import Tx
from almandine.engine.run import Run
from almandine.records.kind import Kind


def member_ids(run: Run, kind: Kind, tx: Tx) -> Generator[Sequence[str]]:
    """Yield the ids of what the run is to deal with, in batches.

    Raises:
        LookupError: when the set is gone.
    """
    if not run.set_id:
        return tx.records.pending(kind, run.profile_id)
    found = tx.sets.find(run.set_id)
    if found is None:
        raise LookupError(f"set {run.set_id} does not exist any more")
    return tx.sets.member_ids(found)


def range_size(job_type: JobType[Any], params: object, usual: int) -> int:
    """Return how many members a range has.

    An export that limits its files gets a range for each file, so that ranges
    can be done in any order and by anybody.
    """
    if isinstance(job_type, ExportJob):
        return job_type.layout(params).per_file or usual
    return usual


def regroup(batches: Iterable[Sequence[str]], size: int) -> Iterator[list[str]]:
    """Yield the same ids in the same order, `size` at a time; the last may be short."""
    waiting: list[str] = []
    for batch in batches:
        waiting += batch
        while len(waiting) >= size:
            yield waiting[:size]
            waiting = waiting[size:]
    if waiting:
        yield waiting
