"""Runs as our own API shows them, in JSON."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from almandine.engine import ports
from almandine.engine.run import Event, Origin, Run, Status


class CounterView(msgspec.Struct, frozen=True):
    """A line of a run's report."""

    code: str
    label: str
    value: str


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """One execution of a job."""

    run_id: str
    external_id: str
    job_id: str
    job_name: str
    name: str
    origin: Origin
    status: Status
    submitted_by: str
    submitted_at: datetime
    due_at: datetime | None
    """When its job's schedule wanted it; null for a run that somebody asked for."""
    started_at: datetime
    ended_at: datetime | None
    progress: float
    """Per cent."""
    members: int
    """Records to be dealt with; known once the run has been initialised."""
    changed: int
    unchanged: int
    failed: int
    repaired: int
    set_id: str
    profile_id: str
    parameters: list[tuple[str, str]]
    """As submitted, in order."""
    counters: list[CounterView]
    alert: str
    abort_requested: bool


class RunPage(msgspec.Struct, frozen=True):
    """Runs, newest first, and how many fit in all."""

    total: int
    runs: list[RunView]
    next: str | None
    """Where the next page begins; null on the last one."""


class EventView(msgspec.Struct, frozen=True):
    """What happened to one record; an empty id stands for the run as a whole."""

    record_id: str
    outcome: str
    message: str


class EventPage(msgspec.Struct, frozen=True):
    """Events in order, and how many there are in all."""

    total: int
    events: list[EventView]


class ArtifactView(msgspec.Struct, frozen=True):
    """A file that a run made."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    records: int
    link: str


def show_run(run: Run) -> RunView:
    """Show a run with all its numbers."""
    return RunView(
        run_id=run.run_id,
        external_id=run.external_id,
        job_id=run.job_id,
        job_name=run.job_name,
        name=run.name,
        origin=run.origin,
        status=run.status,
        submitted_by=run.submitted_by,
        submitted_at=run.submitted_at,
        due_at=run.due_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        progress=run.progress,
        members=run.members,
        changed=run.tally.changed,
        unchanged=run.tally.unchanged,
        failed=run.tally.failed,
        repaired=run.tally.repaired,
        set_id=run.set_id,
        profile_id=run.profile_id,
        parameters=list(run.parameters),
        counters=[CounterView(c.code, c.label, c.value) for c in run.counters],
        alert=run.alert,
        abort_requested=run.abort_requested,
    )


def show_runs(runs: Sequence[Run], *, limit: int, total: int) -> RunPage:
    """Show a page of runs; there is a next one when more than `limit` are given."""
    shown = [show_run(run) for run in runs[:limit]]
    goes_on = shown and len(runs) > limit
    return RunPage(total, shown, shown[-1].run_id if goes_on else None)


def show_event(event: Event) -> EventView:
    """Show an event."""
    return EventView(event.record_id, event.outcome, event.message)


def show_artifact(artifact: ports.Artifact, link: str) -> ArtifactView:
    """Show a file, with the address to download it from."""
    return ArtifactView(
        artifact.name, artifact.size, artifact.sha256, artifact.records, link
    )
