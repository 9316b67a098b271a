"""Our own API over one run: look at it, stop it, read what happened to each record."""

from collections.abc import Sequence
from typing import Annotated, Final

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, QueryParameter

from almandine.engine.abort import abort
from almandine.engine.ports import Tx
from almandine.engine.run import Run
from almandine.faults import Refused, UnknownRun
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.services import Services
from almandine.http.shown.run import EventPage, RunView, show_event, show_run

RUNS: Final = "/api/v1/runs"
RUN: Final = f"{RUNS}/{{run_id:str}}"
MAX_EVENTS: Final = 1000

_Limit = Annotated[int, QueryParameter(ge=0, le=MAX_EVENTS)]
_Offset = Annotated[int, QueryParameter(ge=0, lt=2**31)]


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    @get(RUN, sync_to_thread=True)
    def get_run(request: AnyRequest, run_id: FromPath[str]) -> RunView:
        """Return a run with all its numbers."""
        with services.store_of(institution_of(request)).read() as tx:
            return show_run(find_run(tx, run_id))

    @post(f"{RUN}/abort", status_code=200, sync_to_thread=True)
    def abort_run(request: AnyRequest, run_id: FromPath[str]) -> RunView:
        """Stop a run at its next chunk; asking twice is the same as once."""
        store = services.store_of(institution_of(request))
        with store.write(durable=True) as tx:
            return show_run(abort(run_id, tx=tx, now=services.env.now()))

    @get(f"{RUN}/events", sync_to_thread=True)
    def list_run_events(
        request: AnyRequest,
        run_id: FromPath[str],
        outcome: FromQuery[str | None] = None,
        limit: _Limit = 100,
        offset: _Offset = 0,
    ) -> EventPage:
        """Return what happened to each record, in order."""
        with services.store_of(institution_of(request)).read() as tx:
            find_run(tx, run_id)
            events, total = tx.events.page(
                run_id, outcome=outcome, limit=limit, offset=offset
            )
        return EventPage(total, [show_event(each) for each in events])

    return (get_run, abort_run, list_run_events)


def find_run(tx: Tx, run_id: str) -> Run:
    """Return the run with this id.

    Raises:
        Refused: with `UnknownRun`.
    """
    run = tx.runs.find(run_id)
    if run is None:
        raise Refused(UnknownRun(run_id))
    return run
