"""Parts that are files of tests: all that there is to them is to run them.

A file that is not there yet is told, and left out.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from chaos.outcomes import Outcome

ROOT: Final = Path(__file__).resolve().parents[1]
WEEKS: Final = 10_000
_COUNTED: Final = re.compile(r"(\d+) (passed|failed|error|skipped)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A part that tests carry out."""

    files: tuple[str, ...]
    counted_by: str = ""
    """The variable that says how many; empty where the tests take no number."""
    seeded_by: str = ""
    """The variable that replays one."""
    count: int = 0
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


SUITES: Final[Mapping[str, Suite]] = {
    "machines": Suite(
        files=(
            "tests/journeys/test_two_machines.py",
            "tests/journeys/test_three_workers.py",
            "tests/journeys/test_returning_workers.py",
        )
    ),
    "clocks": Suite(
        files=("tests/unit/engine/test_clock_changes.py",),
        counted_by="ALMANDINE_CLOCK_YEARS",
        count=21,
    ),
    "copies": Suite(
        files=("tests/journeys/test_round_trip.py",),
        counted_by="ALMANDINE_ROUND_TRIP",
        count=10_000,
    ),
    "full": Suite(files=("tests/journeys/test_no_room.py",)),
    "migrations": Suite(
        files=("tests/store/test_migrations.py", "tests/store/test_migration_kills.py"),
        counted_by="ALMANDINE_MIGRATION_KILLS",
        seeded_by="ALMANDINE_KILL_SEED",
        count=200,
    ),
}


def simulate_weeks(count: int, seed: int) -> Outcome | None:
    """Play so many weeks, from a seed on; return None where there is no simulation."""
    if find_spec("simulation") is None:
        return None
    simulation: Any = import_module("simulation.simulate")
    simulation.quieten()
    report = simulation.run_seeds(seed, count)
    print(report)
    return Outcome(
        database="in memory",
        figures={"weeks": count},
        amiss={"violated": int(bool(report.violated))},
    )


def run_suite(suite: Suite, *, count: int | None, seed: int) -> Outcome | None:
    """Run the tests; return None where none of them is there."""
    files = [name for name in suite.files if (ROOT / name).exists()]
    if not files:
        return None
    chosen = {
        suite.counted_by: str(suite.count if count is None else count),
        suite.seeded_by: str(seed),
    }
    named = {name: value for name, value in chosen.items() if name}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", *files],
        cwd=ROOT,
        env={**os.environ, **suite.environment, **named},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    found = {kind: int(n) for n, kind in _COUNTED.findall(done.stdout)}
    broken = found.get("failed", 0) + found.get("error", 0)
    if done.returncode or broken:
        print(done.stdout)
    return Outcome(
        database="both",
        figures={"passed": found.get("passed", 0), "skipped": found.get("skipped", 0)},
        amiss={"failed": max(broken, int(done.returncode != 0))},
    )
