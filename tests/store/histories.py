"""Long histories, made quickly: runs of many jobs, submitted over many days."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import log2
from random import Random
from typing import Any, Final

from almandine.engine.run import NOTHING_DONE, UNFINISHED, Origin, Status
from almandine.store.bulk import insert_rows
from almandine.store.database import Database
from almandine.store.history.counts import ALL_JOBS, midnight
from almandine.store.tables.runs import run, run_count

END: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""No run is submitted later."""
_SECOND: Final = timedelta(seconds=1)
_BATCH: Final = 5_000
_ENDINGS: Final = [
    *[Status.COMPLETED_SUCCESS] * 900,
    *[Status.COMPLETED_WARNING] * 60,
    *[Status.FAILED] * 38,
    *[Status.MANUAL_HANDLING_REQUIRED] * 2,
]
"""How often runs end in which way."""
_SAME_IN_ALL: Final = {
    "external_id": "1",
    "job_type": "suppress_bibs",
    "job_name": "Suppress bibs",
    "name": "Suppress bibs - via API - a set of a usual name",
    "origin": Origin.API,
    "submitted_by": "demo",
    "submitted_by_name": "API, demo",
    "set_id": "9512345678900101",
    "profile_id": "",
    "parameters": [["task_MmsTaggingParams_boolean", "true"]],
    "settings": [["suppress", "true"]],
    "members": 0,
    **asdict(NOTHING_DONE),
    "attempt": 1,
    "abort_requested": False,
    "counters": [["almandine.records.changed", "Records changed", "0"]],
    "alert": "alert_general_success",
}


@dataclass(frozen=True, slots=True)
class Past:
    """A run, as far as lists look at it."""

    run_id: str
    job_id: str
    status: Status
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a history is made; the same one every time."""

    runs: int
    days: int
    jobs: int = 20
    """The first has half of all runs, the second half of the rest, and so on."""
    unfinished: int = 5
    seed: int = 1


def pasts(shape: Shape) -> Iterator[Past]:
    """Yield the runs of a history, oldest first; some share an instant."""
    chance = Random(shape.seed)  # noqa: S311 - a seed, no secret
    span = timedelta(days=shape.days) // _SECOND
    ages = sorted((chance.randrange(span) for _ in range(shape.runs)), reverse=True)
    unfinished = set(chance.sample(range(shape.runs), shape.unfinished))
    for number, age in enumerate(ages):
        goes_on = number in unfinished
        status = chance.choice(sorted(UNFINISHED) if goes_on else _ENDINGS)
        job = min(int(-log2(1 - chance.random())), shape.jobs - 1)
        yield Past(run_id_of(number), f"M{job}", status, END - age * _SECOND)


def run_id_of(number: int) -> str:
    """Return the id of a run, counted from 0, oldest first."""
    return f"17{number:010d}0101"


def fill(database: Database, institution: str, shape: Shape) -> None:
    """Store a history, with its counts, as if each run had ended by itself."""
    counts: Counter[tuple[str, datetime, str]] = Counter()
    rest = pasts(shape)
    while batch := list(islice(rest, _BATCH)):
        with database.writing() as connection:
            insert_rows(connection, run, [_row(institution, each) for each in batch])
        for each in batch:
            if each.status not in UNFINISHED:
                since = midnight(each.submitted_at.date())
                counts[each.job_id, since, each.status] += 1
                counts[ALL_JOBS, since, each.status] += 1
    names = ("job_id", "since", "status")
    rows = [
        {"institution": institution, "runs": n, **dict(zip(names, key, strict=True))}
        for key, n in counts.items()
    ]
    with database.writing() as connection:
        insert_rows(connection, run_count, rows)


def settle(database: Database) -> None:
    """Have the server look at what it holds, as it does by itself after a while.

    SQLite never does, so it is not asked to here.
    """
    if database.is_shared:
        with database.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("VACUUM ANALYZE")


def _row(institution: str, past: Past) -> dict[str, object]:
    at = past.submitted_at
    return {
        **_SAME_IN_ALL,
        "institution": institution,
        "run_id": past.run_id,
        "job_id": past.job_id,
        "status": past.status,
        "submitted_at": at,
        "started_at": at,
        "status_at": at,
        "ended_at": None if past.status in UNFINISHED else at,
    }
