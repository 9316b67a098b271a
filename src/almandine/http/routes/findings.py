"""What runs of two kinds of job found: rejected users and matches."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.imports.line import Line
from almandine.engine.imports.populations import (
    MULTI_MATCHES,
    SINGLE_MATCHES,
    populations_of,
)
from almandine.engine.ports import Tx
from almandine.engine.run import Event, Run
from almandine.faults import EventsNotSupported, Refused
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes.instances import find_run, job_of
from almandine.http.services import Services
from almandine.wire import findings as wire

USERS: Final = "USERS"
"""Category of the jobs that events are served for."""

FAILED: Final = "failed"
POPULATIONS: Final = (SINGLE_MATCHES, MULTI_MATCHES)


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_events(call: Call) -> wire.Events:
        """Return the entries that an import of users rejected."""
        page = call.page()
        with services.store_of(call.institution).read() as tx:
            run = find_run(tx, services.catalogue, call.path)
            job = job_of(run, tx, services.catalogue)
            check_category(run.job_id, job.category if job else "")
            events, total = tx.events.page(
                run.run_id, outcome=FAILED, limit=page.limit, offset=page.offset
            )
        first = page.offset + 1
        return wire.Events(
            total_record_count=total,
            event=tuple(show_event(no, each) for no, each in enumerate(events, first)),
        )

    def list_matches(call: Call) -> wire.Matches:
        """Return what an import matched; runs of other jobs match nothing."""
        page = call.page()
        population = call.choice("population", allowed=POPULATIONS)
        several = population == MULTI_MATCHES
        with services.store_of(call.institution).read() as tx:
            run = find_run(tx, services.catalogue, call.path)
            total = _matches_of(run, tx, several=several)
            lines = tx.imports.matched(
                run.run_id,
                several=several,
                limit=page.limit,
                offset=page.offset,
            )
        method = dict(run.settings).get("match", "")
        return wire.Matches(
            total_record_count=total,
            match=tuple(show_match(line, method) for line in lines),
        )

    run = "/jobs/{job_id:str}/instances/{run_id:str}"
    return (
        Route(
            method="GET",
            path=f"{run}/events",
            answer=list_events,
            query=("limit", "offset"),
        ),
        Route(
            method="GET",
            path=f"{run}/matches",
            answer=list_matches,
            query=("population", "limit", "offset"),
        ),
    )


def _matches_of(run: Run, tx: Tx, *, several: bool) -> int:
    """Return how many matches there are, as the report counted them.

    Only a run without a report has its lines counted; one whose lines are not kept any
    more has none.
    """
    if not tx.imports.has_lines(run.run_id):
        return 0
    if counted := populations_of(run):
        return counted[MULTI_MATCHES if several else SINGLE_MATCHES]
    counts = tx.imports.counts(run.run_id)
    return counts.several if several else counts.single


def check_category(job_id: str, category: str) -> None:
    """Raise unless events are served for jobs of the category.

    Raises:
        Refused: with `EventsNotSupported`.
    """
    if category != USERS:
        raise Refused(EventsNotSupported(job_id))


def show_match(line: Line, method: str) -> wire.Match:
    """Put a match on the wire."""
    return wire.Match(
        incoming_record_id=line.number,
        mms_ids=",".join(line.matches),
        match_method=method,
    )


def show_event(number: int, event: Event) -> wire.Event:
    """Put an event on the wire; its id is its place in the run."""
    return wire.Event(
        event_id=str(number),
        event_key=(
            wire.EventKey(code="USER_ID", value=event.record_id),
            wire.EventKey(code="ERROR", value=event.message),
        ),
    )
