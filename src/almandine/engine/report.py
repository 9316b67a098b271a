"""What a run that ends says of itself: status, alert and counters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from almandine.engine.jobtype import ExportJob, JobType, RecordJob
from almandine.engine.run import Counter, Run, Status

ALERT_SUCCESS = "alert_general_success"
ALERT_ERROR = "alert_general_error"
ALERT_ERROR_COUNTED = "alert_general_error_with_failed_number"

DELIVERY_FAILED = Counter("FTP has failed.", "", "Download zip file for manual FTP.")
"""Receivers of real reports branch on these very words."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an export made."""

    stem: str = ""
    """What its files' names have in common."""
    files: int = 0
    delivery_error: str = ""
    """What the endpoint said; empty where all went well or nothing was to be sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ends."""

    status: Status
    alert: str
    counters: tuple[Counter, ...]


def report(job_type: JobType[Any], run: Run, made: Made) -> Report:
    """Return the report of a run that has dealt with all its members."""
    return ending(run, tuple(_counters(job_type, run, made)), made.delivery_error)


def ending(run: Run, counters: tuple[Counter, ...], delivery_error: str) -> Report:
    """Return how a run ends with these counters, from what failed in it."""
    if run.tally.failed:
        return Report(Status.COMPLETED_FAILED, ALERT_ERROR_COUNTED, counters)
    if delivery_error:
        return Report(Status.COMPLETED_FAILED, ALERT_ERROR, counters)
    if run.tally.repaired:
        return Report(Status.COMPLETED_WARNING, ALERT_SUCCESS, counters)
    return Report(Status.COMPLETED_SUCCESS, ALERT_SUCCESS, counters)


def _counters(job_type: JobType[Any], run: Run, made: Made) -> Iterator[Counter]:
    tally = run.tally
    if isinstance(job_type, ExportJob):
        if job_type.link_counter:
            yield Counter(*job_type.link_counter, made.stem)
        yield _count("exported", job_type.written_label, tally.changed)
        yield _count("repaired", "Records exported with repairs", tally.repaired)
        yield _count("files", "Files", made.files)
    if isinstance(job_type, RecordJob):
        yield _count("changed", job_type.changed_label, tally.changed)
        yield _count("unchanged", "Records unchanged", tally.unchanged)
    yield _count("failed", "Records failed", tally.failed)
    yield _count("processed", "Records processed", tally.done)
    if made.delivery_error:
        yield DELIVERY_FAILED


def _count(what: str, label: str, number: int) -> Counter:
    return Counter(f"almandine.records.{what}", label, str(number))
