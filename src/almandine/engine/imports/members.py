"""The members of an import: the places of the records in its files."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from almandine.engine.imports.arriving import BATCH, Arriving, places
from almandine.engine.imports.line import FileState, Place
from almandine.engine.imports.report import Counts, counters
from almandine.engine.jobtype import ImportJob
from almandine.engine.report import Report
from almandine.engine.run import WHOLE_RUN, Event, Run, Status
from almandine.engine.work import Bench, listen


def place_ids(
    run: Run, job_type: ImportJob[Any, Any], params: object, bench: Bench
) -> Iterator[Sequence[str]]:
    """Fetch the files of a run, and yield the places of their records, in batches.

    Raises:
        CollectFailed: when the source cannot be read at all.
        Stopped, Leaving: between two files.
        Fenced: when somebody else has the run.
    """
    if former := job_type.request(params).resumes:
        yield from _decided(run, former, bench)
        return
    arriving = Arriving(
        job_type,
        params,
        bench.workspace,
        bench.collector,
        run.run_id,
        run.attempt,
        listen=partial(listen, run, bench),
    )
    with bench.store.read() as tx:
        handled = tx.imports.handled(run.profile_id)
    offers = arriving.offers()
    fitting = arriving.fitting(offers)
    files = arriving.files(fitting, handled)
    with bench.store.write(durable=True) as tx:
        tx.runs.save(run)
        tx.imports.put_files(run.run_id, run.profile_id, files)
        if offers and not fitting:
            note = f"the pattern fits no name of the files there ({len(offers)})"
            tx.events.add(run.run_id, WHOLE_RUN, [Event("", "note", note)])
    yield from places(job_type, files, bench.workspace, run.run_id)


def _decided(run: Run, former: str, bench: Bench) -> Iterator[Sequence[str]]:
    """Yield the lines of a former run that somebody has decided on, in batches."""
    with bench.store.write(durable=True) as tx:
        tx.runs.save(run)
        # What could not be taken then is told by that run, and is none of this one's.
        handled = [
            each for each in tx.imports.files(former) if each.state is FileState.HANDLED
        ]
        tx.imports.put_files(run.run_id, run.profile_id, handled)
    after = (0, 0)
    while True:
        with bench.store.read() as tx:
            page = tx.imports.unresolved(former, after=after, limit=BATCH)
        if not page:
            return
        after = page[-1].line.key_in_run
        places = [Place(*one.line.key_in_run, 0, 0) for one in page if one.choice]
        yield [str(place) for place in places]


def in_turns(
    batches: Iterable[Sequence[str]], size: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield the same places in the same order, cut into ranges, each with its turn.

    Files come one after another: what a later one corrects or deletes must be there. A
    file that fills several ranges has them side by side; small files share one, which
    is done in order.
    """
    turn, waiting = 0, list[str]()
    parted = ""
    """The file whose parts have this turn for themselves."""
    for batch in batches:
        for file, more in groupby(batch, key=_file_of):
            if parted and parted != file:
                if waiting:
                    yield turn, waiting
                turn, waiting, parted = turn + 1, [], ""
            waiting += more
            while len(waiting) >= size:
                full, waiting = waiting[:size], waiting[size:]
                yield turn, full
                if _file_of(full[0]) == file:
                    parted = file
                else:
                    turn += 1
    if waiting:
        yield turn, waiting


def _file_of(place: str) -> str:
    return place.partition(":")[0]


def nothing_new(run: Run, bench: Bench) -> Report | None:
    """Return the report of a run that found no file that is new, else None."""
    with bench.store.read() as tx:
        files = tx.imports.files(run.run_id)
    if any(file.state in (FileState.TAKEN, FileState.FAILED) for file in files):
        return None
    return Report(Status.COMPLETED_NO_BULKS, "", counters(files, Counts({})))
