"""Our own API over the runs of all jobs: what the vendor's has no words for."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from almandine.engine.ports import RunFilter
from almandine.engine.run import Status
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.routes import one_run
from almandine.http.routes.one_run import RUNS, find_run
from almandine.http.services import Services
from almandine.http.shown.run import RunPage, show_runs

MAX_RUNS: Final = 100

_Limit = Annotated[int, QueryParameter(ge=0, le=MAX_RUNS)]


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    @get(RUNS, sync_to_thread=True)
    def list_runs(  # noqa: PLR0913, PLR0917 - one for each parameter of the query
        request: AnyRequest,
        after: FromQuery[str | None] = None,
        limit: _Limit = 10,
        job: FromQuery[str | None] = None,
        status: FromQuery[Status | None] = None,
        submitted_from: FromQuery[date | None] = None,
        submitted_to: FromQuery[date | None] = None,
    ) -> RunPage:
        """Return runs, newest first; `next` of a page is `after` of the next one."""
        which = RunFilter(job or None, status, submitted_from, submitted_to)
        with services.store_of(institution_of(request)).read() as tx:
            than = find_run(tx, after) if after else None
            # One more, to know whether there is a next page.
            runs, total = tx.runs.older(which, than=than, limit=limit + 1)
        return show_runs(runs, limit=limit, total=total)

    return (list_runs, *one_run.handlers(services))
