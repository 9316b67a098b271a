"""`python -m chaos`: kills, restarts and simulated weeks, with the figures printed."""

import argparse
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import SystemRandom
from typing import Final

from bench import machine
from bench.tables import Table

from chaos.outcomes import Outcome, table_of
from chaos.parts import PARTS, Asked, Part
from chaos.suites import SUITES, WEEKS, run_suite, simulate_weeks
from databases.homes import Home, made_home
from databases.postgres import some_server

SIMULATION: Final = "simulation"
ALL: Final = (*PARTS, *SUITES, SIMULATION)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    add = parser.add_argument
    add("part", nargs="?", default="all", choices=[*ALL, "all"])
    add("--count", type=int, help="kills, restarts, tries …: whatever the part counts")
    add("--seed", type=int, help="replays the run that printed it")
    add("--records", type=int, default=100_000, help="of the runs amid which we kill")
    add("--on", choices=["sqlite", "postgres", "both"], default="both")
    add(
        "--pause",
        type=float,
        nargs=2,
        default=(5.0, 40.0),
        metavar=("LEAST", "MOST"),
        help="seconds between two restarts (default: 5 40)",
    )
    add("--markdown", action="store_true", help="print Markdown")
    return parser


@contextmanager
def _home(kind: str) -> Generator[Home]:
    """Make a home on a kind of database."""
    with tempfile.TemporaryDirectory(prefix="chaos") as made:
        directory = Path(made) / "data"
        if kind == "sqlite":
            yield made_home(directory, None)
            return
        with some_server() as server:
            home = made_home(directory, server)
            yield home
            home.removed()


def _tried(part: Part, kind: str, asked: Asked) -> Outcome:
    began = time.monotonic()
    with _home(kind) as home:
        outcome = part.try_on(home, asked)
    return replace(outcome, seconds=time.monotonic() - began)


def _part(name: str, asked: argparse.Namespace, seed: int) -> list[Outcome]:
    part = PARTS[name]
    wanted = Asked(
        count=part.count if asked.count is None else asked.count,
        seed=seed,
        records=asked.records,
        pause=tuple(asked.pause),
    )
    kinds = [each for each in part.databases if asked.on in (each, "both")]
    return [_tried(part, kind, wanted) for kind in kinds]


def _suite(name: str, asked: argparse.Namespace, seed: int) -> list[Outcome]:
    began = time.monotonic()
    if name == SIMULATION:
        outcome = simulate_weeks(asked.count or WEEKS, seed)
    else:
        outcome = run_suite(SUITES[name], count=asked.count, seed=seed)
    if outcome is None:
        print(f"{name}: its tests are not here\n", flush=True)
        return []
    return [replace(outcome, seconds=time.monotonic() - began)]


def _shown(table: Table, *, markdown: bool) -> None:
    print(table.markdown() if markdown else table.plain(), flush=True)


def main(arguments: Sequence[str]) -> int:
    """Make trouble, and return 0 when it came to nothing."""
    asked = _parser().parse_args(arguments)
    for name, fact in machine.facts().items():
        print(f"{name}: {fact}")
    print(flush=True)
    went_well = True
    for name in ALL if asked.part == "all" else [asked.part]:
        seed = SystemRandom().getrandbits(32) if asked.seed is None else asked.seed
        count = "" if asked.count is None else f" --count {asked.count}"
        replay = f"python -m chaos {name} --seed {seed}{count}"
        print(f"{name} begins; {replay}", flush=True)
        outcomes = (_part if name in PARTS else _suite)(name, asked, seed)
        if outcomes:
            _shown(table_of(name, outcomes, replay), markdown=asked.markdown)
        went_well = went_well and all(each.went_well for each in outcomes)
    return 0 if went_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
