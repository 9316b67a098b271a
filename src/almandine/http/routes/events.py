"""What an import of users rejected."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.run import Event
from almandine.faults import EventsNotSupported, Refused
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes.instances import INSTANCE, find_run, job_of
from almandine.http.services import Services
from almandine.wire import findings as wire

USERS: Final = "USERS"
"""Category of the jobs that events are served for."""

FAILED: Final = "failed"


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

    path = f"{INSTANCE}/events"
    names = ("limit", "offset")
    return (Route(method="GET", path=path, answer=list_events, query=names),)


def check_category(job_id: str, category: str) -> None:
    """Raise unless events are served for jobs of the category.

    Raises:
        Refused: with `EventsNotSupported`.
    """
    if category != USERS:
        raise Refused(EventsNotSupported(job_id))


def show_event(number: int, event: Event) -> wire.Event:
    """Put an event on the wire; its id is its place in the run."""
    return wire.Event(
        event_id=str(number),
        event_key=(
            wire.EventKey(code="USER_ID", value=event.record_id),
            wire.EventKey(code="ERROR", value=event.message),
        ),
    )
