"""A run's members: taken down when it begins, cut into ranges."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from almandine.engine.imports.members import in_turns, place_ids
from almandine.engine.jobtype import ExportJob, ImportJob, JobType
from almandine.engine.ports import Tx
from almandine.engine.publishing.jobtype import PublishJob
from almandine.engine.publishing.work import as_members
from almandine.engine.run import Run
from almandine.engine.shapes import WorkingType
from almandine.engine.work import Bench
from almandine.records.kind import Kind
from almandine.records.sets import RecordSet


@contextmanager
def members_of(
    run: Run, job_type: WorkingType, params: object, bench: Bench
) -> Generator[Iterable[Sequence[str]]]:
    """Open what the run is to deal with, in batches.

    Raises:
        LookupError: when the set is gone, or holds other records.
        CollectFailed: when the files of an import cannot be had.
    """
    if isinstance(job_type, ImportJob):
        # Without a transaction: nobody holds one open while a file is read through.
        yield place_ids(run, job_type, params, bench)
        return
    with (
        bench.store.read() as source,
        closing(member_ids(run, job_type, params, source)) as batches,
    ):
        yield batches


def member_ids(
    run: Run, job_type: WorkingType, params: object, tx: Tx
) -> Generator[Sequence[str]]:
    """Yield the ids of what the run is to deal with, in batches.

    Raises:
        LookupError: when the set is gone, or holds other records.
    """
    if isinstance(job_type, PublishJob):
        set_id = job_type.set_id(params)
        return _candidates(run, _set(set_id, job_type.kind, tx) if set_id else None, tx)
    if not run.set_id:
        return tx.records.pending(job_type.kind, run.profile_id)
    return tx.sets.member_ids(_set(run.set_id, job_type.kind, tx))


def _set(set_id: str, kind: Kind, tx: Tx) -> RecordSet:
    """Return a set of such records; it was one when the run was accepted."""
    found = tx.sets.find(set_id)
    if found is None:
        raise LookupError(f"set {set_id} does not exist any more")
    if found.kind is not kind:
        raise LookupError(f"set {set_id} holds {found.content} by now, no {kind}s")
    return found


def _candidates(run: Run, of: RecordSet | None, tx: Tx) -> Generator[Sequence[str]]:
    """Yield what changed since the last publishing, as members of a run."""
    with closing(tx.publications.candidates(run, of)) as batches:
        for batch in batches:
            yield as_members(batch)


def range_size(job_type: JobType[Any], params: object, usual: int) -> int:
    """Return how many members a range has.

    An export that limits its files gets a range for each file, so that ranges
    can be done in any order and by anybody.
    """
    if isinstance(job_type, ExportJob):
        return job_type.layout(params).per_file or usual
    return usual


def cut_in_ranges(
    batches: Iterable[Sequence[str]], size: int, job_type: JobType[Any], params: object
) -> Iterator[tuple[int, list[str]]]:
    """Yield the same ids in the same order, cut into ranges, each with its turn."""
    if isinstance(job_type, ImportJob) and job_type.in_order(params):
        return in_turns(batches, size)
    return ((0, ids) for ids in regroup(batches, size))


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
