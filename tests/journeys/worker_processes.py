"""Worker processes, as somebody starts them on some machine, and what they hold."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from almandine.engine.run import UNFINISHED, Run, Status, Tally
from databases.homes import Home
from store.jobs_for_tests import expected_event, stamps_of
from store.workshop import Workshop, bib_of

PATIENCE: Final = 60.0
"""Seconds that anything may take on a busy machine."""
LOG: Final = "workers.log"
"""Its name in the data directory."""
PROGRAM: Final = (sys.executable, "-m", "almandine")
ODD_PROGRAM: Final = (sys.executable, "-m", "journeys.odd_worker")
_LOOK_EVERY: Final = 0.02
_NUMBERS: Final = count(1)


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A worker process that was started here."""

    worker_id: str
    process: subprocess.Popen[bytes]

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a worker is started."""

    worker_id: str = ""
    """Empty for one that nobody had."""
    within: Sequence[str] = ()
    """A command that it is started by, such as one that enters a network namespace or
    limits what it may use."""
    program: Sequence[str] = ODD_PROGRAM
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


PLAIN: Final = Start(program=PROGRAM)


def at_pace(
    milliseconds: float,
    *,
    chunk_size: int = 20,
    range_size: int = 200,
    skew: float = 0,
) -> Mapping[str, str]:
    """Return the environment of a worker to which stamping a record takes so long."""
    return {
        "ODD_PACE": str(milliseconds),
        "ODD_SKEW": str(skew),
        "ALMANDINE_CHUNK_SIZE": str(chunk_size),
        "ALMANDINE_RANGE_SIZE": str(range_size),
    }


@contextmanager
def worker_on(home: Home, start: Start = PLAIN) -> Generator[WorkerProcess]:
    """Run a worker process; it is killed at the end at the latest."""
    named = start.worker_id or f"worker-{os.getpid()}-{next(_NUMBERS)}"
    options = ["worker", "--data", str(home.directory), "--id", named]
    settled = {"ALMANDINE_DATABASE_URL": home.url, "PYTHONPATH": _python_path()}
    with _log(home).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [*start.within, *start.program, *options],
            env={**os.environ, **settled, **start.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield WorkerProcess(named, process)
    finally:
        process.kill()
        process.wait()


def _python_path() -> str:
    """Return where a worker finds this package too."""
    ours = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH")]))


def _log(home: Home) -> Path:
    """Return where workers log: beside the data directory, which may be full."""
    return home.directory.with_name(LOG)


def until(
    arrived: Callable[[], bool], what: str, home: Home, seconds: float = PATIENCE
) -> float:
    """Wait until something is so; return how long it took (s).

    Raises:
        AssertionError: when it takes longer, with the end of the workers' log.
    """
    began = monotonic()
    while not arrived():
        waited = monotonic() - began
        if waited > seconds:
            said = _log(home).read_text(encoding="utf-8")[-4000:]
            raise AssertionError(f"waited {waited:.1f} s for {what}:\n{said}")
        sleep(_LOOK_EVERY)
    return monotonic() - began


def wait_for(
    site: Workshop,
    run_id: str,
    arrived: Callable[[Run], bool],
    seconds: float = PATIENCE,
) -> Run:
    """Return the run as soon as it has come that far; fail when it takes longer."""
    seen = [site.run_of(run_id)]

    def look() -> bool:
        seen[0] = site.run_of(run_id)
        return arrived(seen[0])

    until(look, f"run {run_id}, last {seen[0].status}", site.home, seconds)
    return seen[0]


def has_ended(run: Run) -> bool:
    return run.status not in UNFINISHED


def at_work(home: Home) -> dict[str, str]:
    """Return who carries which workflow: its id by worker id."""
    schema = "" if home.is_sqlite else "dbos."
    query = (
        f"SELECT executor_id, workflow_uuid FROM {schema}workflow_status"  # noqa: S608 - a constant
        " WHERE status = 'PENDING'"
    )
    return {str(worker_id): str(workflow) for worker_id, workflow in home.rows(query)}


def wait_until_at_work(
    site: Workshop, workers: Sequence[WorkerProcess], run_id: str
) -> None:
    """Wait until each of the workers has ranges of the run."""
    wanted = {each.worker_id for each in workers}

    def look() -> bool:
        found = at_work(site.home)
        return wanted <= {name for name, flow in found.items() if f"/{run_id}/" in flow}

    until(look, f"all of {sorted(wanted)} to work at {run_id}", site.home)


def take_over(site: Workshop, worker: WorkerProcess) -> float:
    """Wait until what a worker had begun was given to others; return how long (s)."""

    def look() -> bool:
        return worker.worker_id not in at_work(site.home)

    return until(look, f"others to take over from {worker.worker_id}", site.home)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the records of a run of the stamping job."""

    status: Status
    lost: int
    """Records that the run ought to have dealt with, and did not."""
    doubled: int
    """Records that it dealt with more than once."""
    tally: Tally


def stamped_once(members: int) -> Account:
    """Return the account of a run that went well."""
    outcomes = Counter(expected_event(number)[0] for number in range(1, members + 1))
    tally = Tally(outcomes["changed"], outcomes["unchanged"], outcomes["failed"])
    return Account(Status.COMPLETED_FAILED, 0, 0, tally)


def account(site: Workshop, run_id: str, members: int) -> Account:
    """Compare the events of a run, and the records, with what it was to do."""
    numbers = range(1, members + 1)
    events = Counter(event.record_id for event in site.events_of(run_id))
    bibs = site.bibs([bib_of(number).mms_id for number in numbers])
    too_few = too_many = 0
    for number, bib in zip(numbers, bibs, strict=True):
        wanted = int(expected_event(number)[0] == "changed")
        times, stamps = events[bib.mms_id], stamps_of(bib)
        too_few += times < 1 or stamps < wanted
        too_many += times > 1 or stamps > wanted
    run = site.run_of(run_id)
    return Account(run.status, too_few, too_many, run.tally)
