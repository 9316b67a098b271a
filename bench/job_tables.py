"""The runs of jobs as tables: rates beside peers, memory, growth and cost."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final

from bench.figures import JobRun, Load, Process
from bench.tables import Cell, Repeats, Table

Rates = Mapping[tuple[str, str], Sequence[float | None]]
"""Of peers: by job, and name with version."""

MOST_FOR_TWICE: Final = 2.2
"""How many times as long twice the records may take."""
_DONE: Final = frozenset({"COMPLETED_SUCCESS", "COMPLETED_WARNING"})
"""Real records hold characters that XML forbids; an export says so as a warning."""
_Lanes = Mapping[tuple[str, str, int], Sequence[JobRun]]
"""The rounds by job, database and number of workers."""


def tables(
    runs: Sequence[JobRun], loads: Sequence[Load], rates: Rates, notes: tuple[str, ...]
) -> list[Table]:
    """Return what was measured at one size."""
    whole = _lanes(run for run in runs if not run.is_half)
    half = _lanes(run for run in runs if run.is_half)
    title = f"{runs[0].records:,} {runs[0].source} records" if runs else ""
    found = [
        _rates(f"Whole jobs, {title}", whole, loads, rates, notes),
        _memory(f"Memory of each process, {title}", whole),
        _costs(f"What 1,000 records cost, {title}", whole),
    ]
    return [*found, _growth(f"Twice the records, {title}", half, whole)][
        : 3 + bool(half)
    ]


def _lanes(runs: Iterator[JobRun]) -> _Lanes:
    lanes: dict[tuple[str, str, int], list[JobRun]] = defaultdict(list)
    for run in runs:
        lanes[run.job, run.database, run.workers].append(run)
    order = {job: at for at, job in enumerate(dict.fromkeys(job for job, *_ in lanes))}
    return {lane: lanes[lane] for lane in sorted(lanes, key=lambda it: order[it[0]])}


def _rates(
    title: str,
    lanes: _Lanes,
    loads: Sequence[Load],
    rates: Rates,
    notes: tuple[str, ...],
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("load", each.database, None, each.records / each.seconds, *[None] * 5, "")
        for each in loads
    ]
    for job in dict.fromkeys(job for job, *_ in lanes):
        of_job = {lane: runs for lane, runs in lanes.items() if lane[0] == job}
        peers = {
            name: Repeats(tuple(rate for rate in found if rate is not None))
            for (of, name), found in rates.items()
            if of == job and None not in found
        }
        rows += [_rate_row(*lane, runs, peers) for lane, runs in of_job.items()]
        rows += [
            (job, f"{name}, conversion only", None, peers.get(name), *[None] * 5, "")
            for of, name in rates
            if of == job
        ]
    return Table(
        title,
        (
            "job",
            "by",
            "workers",
            "records/s",
            "as the client sees it",
            "x pymarc",
            "x yaz",
            "changed",
            "progress seen",
            "status",
        ),
        rows,
        (
            *notes,
            (
                "records/s: members by end_time - start_time of the instance, the wait"
                " in the queue included; for peers by wall clock, with their start, on"
                " at most the first 20,000 records"
            ),
        ),
        tuple(
            fault for runs in lanes.values() for run in runs for fault in _faults(run)
        ),
    )


def _rate_row(
    job: str,
    database: str,
    workers: int,
    runs: Sequence[JobRun],
    peers: Mapping[str, Repeats],
) -> tuple[Cell, ...]:
    rate = Repeats(tuple(run.rate for run in runs))
    seen = Repeats(tuple(run.members / run.wall for run in runs))
    changed = [run.changed for run in runs if run.changed is not None]
    return (
        job,
        database,
        workers,
        rate,
        seen,
        *(_ratio(rate, peers, name) for name in ("pymarc", "yaz-marcdump")),
        max(changed, default=None),
        sum(run.looks for run in runs),
        " ".join(sorted({run.status for run in runs})),
    )


def _ratio(rate: Repeats, peers: Mapping[str, Repeats], name: str) -> float | None:
    found = (of for peer, of in peers.items() if peer.startswith(name))
    return next((rate.middle / of.middle for of in found), None)


def _faults(run: JobRun) -> Iterator[str]:
    """Yield in words what must not have happened."""
    what = f"{run.job}, {run.database}, workers: {run.workers}"
    yield from (f"{what}: {fault}" for fault in run.faults)
    if run.changed:
        yield f"{what}: {run.changed} records are not as they were loaded"
    if run.status not in _DONE:
        yield f"{what}: it ended as {run.status}"


def _memory(title: str, lanes: _Lanes) -> Table:
    rows = [
        (
            *lane,
            _each(runs, lambda process: process.early),
            _each(runs, lambda process: process.late),
            _each(runs, lambda process: process.peak),
            max(run.processes[0].peak for run in runs),
            max(sum(each.peak for each in run.processes) for run in runs),
        )
        for lane, runs in lanes.items()
    ]
    return Table(
        title,
        (
            "job",
            "database",
            "workers",
            "MB early",
            "MB late",
            "peak MB",
            "web, peak MB",
            "service, sum of peaks",
        ),
        rows,
        ("each worker by itself; the most of all rounds; the database's server apart",),
    )


def _each(runs: Sequence[JobRun], figure: Callable[[Process], float]) -> str:
    """Return a figure of each worker, the highest of all rounds."""
    by_worker = zip(*(run.of_workers() for run in runs), strict=True)
    return ", ".join(f"{max(map(figure, rounds)):.0f}" for rounds in by_worker)


def _costs(title: str, lanes: _Lanes) -> Table:
    rows = [(*lane, *_cost(runs)) for lane, runs in lanes.items()]
    return Table(
        title,
        (
            "job",
            "database",
            "workers",
            "workers, CPU ms",
            "web, CPU ms",
            "server, CPU ms",
            "server's log, KB",
        ),
        rows,
        ("the web process answers the polling; the log is PostgreSQL's WAL",),
    )


def _cost(runs: Sequence[JobRun]) -> tuple[float | None, ...]:
    def of(figure: Callable[[JobRun], float | None], unit: float) -> float | None:
        found = [figure(run) for run in runs]
        known = [
            each * unit / run.members * 1000
            for each, run in zip(found, runs, strict=True)
            if each is not None
        ]
        return median(known) if known else None

    return (
        of(lambda run: sum(each.cpu for each in run.of_workers()), 1000),
        of(lambda run: run.processes[0].cpu, 1000),
        of(lambda run: run.database_cpu, 1000),
        of(lambda run: run.wal, 0.001),
    )


def _growth(title: str, half: _Lanes, whole: _Lanes) -> Table:
    rows = [
        (*lane, Repeats(before), Repeats(after), _times(before, after))
        for lane, runs in half.items()
        for before, after in [_seconds(runs, whole[lane])]
    ]
    return Table(
        title,
        ("job", "database", "workers", "s for half", "s for all", "times as long"),
        rows,
        (f"round by round; (!) more than {MOST_FOR_TWICE} times as long",),
    )


def _seconds(
    half: Sequence[JobRun], whole: Sequence[JobRun]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(run.seconds for run in half), tuple(run.seconds for run in whole)


def _times(before: Sequence[float], after: Sequence[float]) -> str:
    middle = median(b / a for a, b in zip(before, after, strict=True))
    return f"{middle:.2f}" + " (!)" * (middle > MOST_FOR_TWICE)
