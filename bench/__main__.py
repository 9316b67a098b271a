"""`python -m bench`: run the benchmark and print its tables."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from bench import (
    codec,
    databases,
    exchange,
    history,
    jobs,
    machine,
    requests,
    scale,
    storm,
)
from bench.data import names
from bench.databases import Kind
from bench.figures import Figures, read_figures
from bench.pace import Pace
from bench.plots import draw
from bench.tables import Table


class Plan(Protocol):
    """A part of the benchmark."""

    def expected(self) -> float:
        """Return about how many seconds it takes."""
        ...

    def measure(self, directory: Path, figures: Figures, pace: Pace, /) -> list[Table]:
        """Measure, add the figures to those there are, and show them as tables."""
        ...


PARTS: Final = ("codec", "jobs", "exchange", "requests", "storm", "history", "scale")
MILLION: Final = 1_000_000
JOB_RECORDS: Final = (10_000, jobs.FEW)


def _plans(kinds: Sequence[Kind], asked: argparse.Namespace) -> Iterator[Plan]:
    parts = PARTS if asked.part == "all" else (asked.part,)
    if "codec" in parts:
        yield codec.Plan(asked.data, asked.records, asked.repeat)
    if "jobs" in parts:
        sizes = asked.job_records or [*JOB_RECORDS, *([MILLION] * asked.full)]
        for size in sizes:
            repeat = asked.repeat if size <= jobs.FEW else 1
            workers = _workers(size, asked)
            yield jobs.Plan(names(asked.data)[-1], size, workers, repeat, kinds)
    if "exchange" in parts:
        for size in asked.job_records or [jobs.FEW, *([MILLION] * asked.full)]:
            workers = _workers(size, asked)
            yield exchange.Plan(names(asked.data)[-1], size, workers, kinds)
    if "requests" in parts:
        yield requests.Plan(asked.requests, asked.repeat, kinds)
    if "storm" in parts:
        yield storm.Plan(asked.storm_requests, kinds)
    if "history" in parts:
        yield history.Plan(asked.history_runs, asked.history_requests, kinds)
    if "scale" in parts:
        yield scale.Plan()


def _workers(size: int, asked: argparse.Namespace) -> Sequence[int]:
    if asked.workers:
        return asked.workers
    if size < jobs.FEW:
        return (1,)
    return (1, 2, 4) if asked.full else (1, 2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("part", nargs="?", default="all", choices=[*PARTS, "all"])
    add(
        "--database",
        action="append",
        choices=databases.NAMES,
        help="repeatable (default: both)",
    )
    add(
        "--workers",
        type=int,
        action="append",
        help="repeatable (default: 1 and 2; 1 alone for few records)",
    )
    add("--records", type=int, default=20_000, help="of the codec's files")
    add(
        "--job-records",
        type=int,
        action="append",
        help="members of the job's set; repeatable (default: 10,000 and 100,000)",
    )
    add(
        "--full",
        action="store_true",
        help="jobs on 1,000,000 records and 4 workers too",
    )
    add("--requests", type=int, default=1_000, help="a round")
    add("--storm-requests", type=int, default=10_000)
    add("--history-runs", type=int, default=MILLION)
    add("--history-requests", type=int, default=200, help="for each kind of page")
    add("--repeat", type=int, default=3)
    add("--data", choices=["sample", "real", "both"], default="both")
    add("--directory", type=Path, help="where to work (default: a temporary one)")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    add("--markdown", action="store_true", help="print Markdown")
    add("--plots", type=Path, metavar="DIR", help="draw them there")
    add(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="measure nothing, and draw what --json wrote",
    )
    return parser


def _shown(tables: Sequence[Table], asked: argparse.Namespace) -> None:
    for table in tables:
        print(table.markdown() if asked.markdown else table.plain(), flush=True)


def _told(facts: Mapping[str, str], *, markdown: bool) -> str:
    mark = "- " if markdown else ""
    return "\n".join(f"{mark}{name}: {fact}" for name, fact in facts.items()) + "\n"


def _measured(asked: argparse.Namespace) -> tuple[Figures, list[str]]:
    """Measure what was asked for, and show each table as soon as there is one."""
    figures = Figures(machine=dict(machine.facts()))
    faults: list[str] = []
    print(_told(figures.machine, markdown=asked.markdown), flush=True)
    with (
        databases.opened(asked.database or databases.NAMES) as kinds,
        tempfile.TemporaryDirectory(prefix="bench", dir=asked.directory) as made,
    ):
        plans = list(_plans(kinds, asked))
        pace = Pace(sum(plan.expected() for plan in plans))
        for number, plan in enumerate(plans):
            tables = plan.measure(Path(made) / str(number), figures, pace)
            _shown(tables, asked)
            figures.tables += [table.raw() for table in tables]
            faults += [fault for table in tables for fault in table.faults]
            if asked.json:
                figures.write(asked.json)
    return figures, faults


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; return 1 when something was found that must never be."""
    asked = _parser().parse_args(arguments)
    figures, faults = (
        (read_figures(asked.source), []) if asked.source else _measured(asked)
    )
    if asked.plots:
        draw(figures, asked.plots)
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
