"""Many schedulers at one database, a clock that is moved, and who counts in the end.

Each time of a schedule must have become one run: with none of them anything else is
right, whoever started it and whoever died over it.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from almandine.engine.abort import abort
from almandine.engine.job import Job
from almandine.engine.run import UNFINISHED, Run, Status
from databases.homes import Home
from store.schedulers import due_times, scheduled
from store.scheduling import Clock
from store.workshop import HERE, NOON, Workshop, add_institutions

EVERY_MINUTE: Final = scheduled("* * * * *")
MINUTE: Final = timedelta(minutes=1)
MINUTES: Final = (1, 1, 1, 1, 1, 1, 3)
"""By which the clock is moved on: now and then nobody looks in time."""
OFTEN: Final = 3 / 4
PATIENCE: Final = 60.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of the times at which something was due."""

    times: int
    started: int
    skipped: int
    deaths: int
    doubled: int
    missed: int
    unqueued: int
    """Runs that were started and that no worker was called for, or more than one."""


def schedule_many(  # noqa: PLR0913 - all by name
    home: Home,
    *,
    times: int,
    schedulers: int,
    seed: int,
    job: Job = EVERY_MINUTE,
    careless: bool = False,
) -> Found:
    """Let a job be due so many times, once a minute, and look what came of it."""
    add_institutions(home)
    clock = Clock(home.directory.with_suffix(".clock"))
    clock.show(NOON)
    with closing(Workshop(home, institution=HERE)) as site:
        site.add_set()
        site.add_job(job)
        site.app.plan_schedules()
        with _processes(home, clock, schedulers, seed, careless=careless) as source:
            try:
                chance = Random(seed)  # noqa: S311 - to be repeated
                for due_at in _passing(clock, times, chance):
                    _wait_for(site, due_at, source)
                    if chance.random() < OFTEN:
                        _end_runs(site)
                assert source.poll() is None, "all schedulers have ended"
            finally:
                clock.show(None)
            told, _ = source.communicate(timeout=PATIENCE)
        return _counted(site, times, int(told))


def _processes(
    home: Home, clock: Clock, schedulers: int, seed: int, *, careless: bool
) -> subprocess.Popen[str]:
    words = [str(home.directory), home.url, str(clock.file), str(schedulers)]
    how = "careless" if careless else "careful"
    return subprocess.Popen(  # noqa: S603 - a module of the tests
        [sys.executable, "-m", "store.scheduling", *words, str(seed), how],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _passing(clock: Clock, times: int, chance: Random) -> Generator[datetime]:
    """Move the clock, mostly by a minute; yield the times that are waited for."""
    passed = 0
    while passed < times:
        passed = min(times, passed + chance.choice(MINUTES))
        clock.show(NOON + passed * MINUTE)
        if passed == times or chance.random() < OFTEN:
            yield NOON + passed * MINUTE


def _wait_for(site: Workshop, due_at: datetime, source: subprocess.Popen[str]) -> None:
    """Wait until what is due has been seen to; if it is not, it counts as missed."""
    until = time.monotonic() + PATIENCE
    while source.poll() is None and time.monotonic() < until:
        if max(due_times(site), default=NOON) >= due_at:
            return
        time.sleep(0.002)


def _end_runs(site: Workshop) -> None:
    with site.store.decide() as tx:
        for run_id in tx.runs.unfinished():
            abort(run_id, tx=tx, now=tx.now())


def _counted(site: Workshop, times: int, deaths: int) -> Found:
    ids = site.home.rows("SELECT run_id FROM run WHERE due_at IS NOT NULL")
    runs = [site.run_of(str(run_id)) for (run_id,) in ids]
    wanted = {NOON + number * MINUTE for number in range(1, times + 1)}
    seen = Counter(run.due_at for run in runs)
    started = [run for run in runs if run.status is not Status.SKIPPED]
    assert wanted >= seen.keys()
    return Found(
        times=times,
        started=len(started),
        skipped=len(runs) - len(started),
        deaths=deaths,
        doubled=sum(number > 1 for number in seen.values()),
        missed=len(wanted - seen.keys()),
        unqueued=_unqueued(site, started),
    )


def _unqueued(site: Workshop, started: list[Run]) -> int:
    queued = Counter(str(row[0]).split("/")[1] for row in site.home.queued())
    ids = Counter(run.run_id for run in started)
    assert {run.status for run in started} <= UNFINISHED | {Status.USER_ABORTED}
    return len((queued - ids) + (ids - queued))
