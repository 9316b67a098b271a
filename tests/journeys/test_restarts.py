"""Runs go on while the PostgreSQL server crashes in their midst."""

from pathlib import Path
from random import SystemRandom
from typing import Final

from journeys.restarts import Found, Plan, restarts

RECOVERY: Final = 10.0


def test_runs_outlive_crashes_of_the_database(tmp_path: Path) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos restarts --seed {seed}")  # noqa: T201 - shown on failure
    plan = Plan(restarts=2, short=20, long=2, every=(3, 6), seed=seed)
    found = restarts(plan, tmp_path)
    assert found == Found(
        restarts=2,
        runs=found.runs,
        missing=0,
        stuck=0,
        failed=0,
        lost=0,
        doubled=0,
        longest_recovery=found.longest_recovery,
    )
    assert found.longest_recovery < RECOVERY
