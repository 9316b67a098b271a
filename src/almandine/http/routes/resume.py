"""Our own API over imports that waited: carry out what was decided."""

from collections.abc import Sequence

from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from almandine.engine.imports.resolve import Resumption, resume
from almandine.engine.run import Origin
from almandine.http.mount import AnyRequest, key_of
from almandine.http.routes.one_run import RUN
from almandine.http.services import Services
from almandine.http.shown.run import RunView, show_run


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    @post(f"{RUN}/resume", status_code=200, sync_to_thread=True)
    def resume_run(request: AnyRequest, run_id: FromPath[str]) -> RunView:
        """Start a run that carries out what was decided by now."""
        key = key_of(request)
        resumption = Resumption(
            run_id=run_id,
            origin=Origin.API,
            submitted_by=key.name,
            submitted_by_name=f"API, {key.name}",
        )
        submitted = resume(
            resumption,
            store=services.store_of(key.institution),
            catalogue=services.catalogue,
            limits=services.limits,
        )
        return show_run(submitted.run)

    return (resume_run,)
