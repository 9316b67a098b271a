"""The pictures of a run of the benchmark."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.figures import Figures, JobRun
from bench.plot import Chart, Panel, svg


def draw(figures: Figures, directory: Path) -> None:
    """Write each picture for which there are figures."""
    directory.mkdir(parents=True, exist_ok=True)
    whole = [run for run in figures.jobs if not run.is_half]
    if not whole:
        return
    charts = {"rates": rates(whole), "memory": memory(whole)}
    for name, chart in charts.items():
        (directory / f"{name}.svg").write_text(svg(chart), encoding="utf-8")


def rates(runs: Sequence[JobRun]) -> Chart:
    """Return the rate of each job by number of workers, where most were tried."""
    of_size: dict[int, set[int]] = defaultdict(set)
    for run in runs:
        of_size[run.records].add(run.workers)
    size = max(of_size, key=lambda records: (len(of_size[records]), -records))
    chosen = [run for run in runs if run.records == size]
    return Chart(
        f"Whole jobs over {size:,} {chosen[0].source} records",
        "workers",
        "records a second",
        [
            Panel(job, dict(_by_workers(chosen, job)), is_marked=True)
            for job in dict.fromkeys(run.job for run in chosen)
        ],
    )


def _by_workers(
    runs: Sequence[JobRun], job: str
) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    for database in dict.fromkeys(run.database for run in runs):
        found: dict[int, list[float]] = defaultdict(list)
        for run in runs:
            if (run.job, run.database) == (job, database):
                found[run.workers].append(run.rate)
        yield database, [(n, median(found[n])) for n in sorted(found)]


def memory(runs: Sequence[JobRun]) -> Chart:
    """Return the memory of each process over all jobs of a round, one worker."""
    fewest = min(run.workers for run in runs)
    chosen = [run for run in runs if run.workers == fewest]
    return Chart(
        "Resident memory while the four jobs run, one after the other",
        "seconds since the service started",
        "MB",
        [
            Panel(f"{size:,} records", _over_time(chosen, size))
            for size in sorted({run.records for run in chosen})
        ],
    )


def _over_time(
    runs: Sequence[JobRun], size: int
) -> dict[str, list[tuple[float, float]]]:
    """Return the series of the first round, job behind job."""
    series: dict[str, list[tuple[float, float]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for run in runs:
        if run.records == size and (run.database, run.job) not in seen:
            seen.add((run.database, run.job))
            for process in run.processes:
                series[f"{process.name}, {run.database}"] += process.series
    return dict(sorted(series.items(), reverse=True))
