"""`python -m bench`: run the benchmark and print its tables."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bench import codec, jobs, machine, requests, storm
from bench.data import names
from bench.tables import Table

Part = Callable[[Path, argparse.Namespace], list[Table]]


def _codec(directory: Path, asked: argparse.Namespace) -> list[Table]:
    return codec.measure(
        directory, data=asked.data, records=asked.records, repeat=asked.repeat
    )


def _jobs(directory: Path, asked: argparse.Namespace) -> list[Table]:
    sizes = [*(asked.job_records or JOB_RECORDS), *([1_000_000] * asked.full)]
    name = names(asked.data)[-1]
    return jobs.measure(directory, name=name, sizes=sizes, repeat=asked.repeat)


def _requests(directory: Path, asked: argparse.Namespace) -> list[Table]:
    return requests.measure(directory, number=asked.requests)


def _storm(directory: Path, asked: argparse.Namespace) -> list[Table]:
    return storm.measure(directory, number=asked.storm_requests)


JOB_RECORDS: Final = (10_000, 100_000)

PARTS: Final[Mapping[str, Part]] = {
    "codec": _codec,
    "jobs": _jobs,
    "requests": _requests,
    "storm": _storm,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("part", nargs="?", default="all", choices=[*PARTS, "all"])
    add("--records", type=int, default=20_000, help="of the codec's files")
    add(
        "--job-records",
        type=int,
        action="append",
        help="members of the job's set; repeatable (default: 10,000 and 100,000)",
    )
    add("--full", action="store_true", help="jobs on 1,000,000 records too")
    add("--requests", type=int, default=3_000, help="at each number of clients")
    add("--storm-requests", type=int, default=10_000)
    add("--repeat", type=int, default=3)
    add("--data", choices=["sample", "real", "both"], default="both")
    add("--directory", type=Path, help="where to work (default: a temporary one)")
    add("--json", type=Path, metavar="FILE", help="write all figures there")
    add("--markdown", action="store_true", help="print Markdown")
    return parser


def _shown(tables: Sequence[Table], asked: argparse.Namespace) -> None:
    for table in tables:
        print(table.markdown() if asked.markdown else table.plain(), flush=True)


def _told(facts: Mapping[str, str], *, markdown: bool) -> str:
    mark = "- " if markdown else ""
    return "\n".join(f"{mark}{name}: {fact}" for name, fact in facts.items()) + "\n"


def _run(directory: Path, asked: argparse.Namespace) -> list[Table]:
    """Run what was asked for, and show each table as soon as there is one."""
    tables: list[Table] = []
    for name in PARTS if asked.part == "all" else [asked.part]:
        found = PARTS[name](directory, asked)
        _shown(found, asked)
        tables += found
    return tables


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark."""
    asked = _parser().parse_args(arguments)
    facts = machine.facts()
    print(_told(facts, markdown=asked.markdown), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench", dir=asked.directory) as made:
        tables = _run(Path(made), asked)
    if asked.json:
        raw = {"machine": facts, "tables": [table.raw() for table in tables]}
        asked.json.write_text(json.dumps(raw, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
