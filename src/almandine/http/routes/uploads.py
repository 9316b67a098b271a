"""Send a file to an import: it is kept as it comes, and a run imports it."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import BinaryIO, Final

from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from almandine.engine.access import Key
from almandine.engine.imports.upload import (
    Upload,
    check_name,
    import_job,
    submit_upload,
)
from almandine.engine.run import Origin, Run
from almandine.http.gateway import UPLOADS
from almandine.http.mount import AnyRequest, institution_of, key_of
from almandine.http.services import Services
from almandine.http.shown.run import RunView, show_run

_PROFILE: Final = f"{UPLOADS}{{profile:str}}"


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    def job_of(institution: str, profile: str, name: str) -> str:
        check_name(name)
        with services.store_of(institution).read() as tx:
            return import_job(profile, tx, services.catalogue).job_id

    def queued(request: AnyRequest, upload_id: str, job_id: str) -> Run:
        key = key_of(request)
        return submit_upload(
            _sent(upload_id, job_id, key),
            store=services.store_of(key.institution),
            catalogue=services.catalogue,
            limits=services.limits,
        ).run

    @post(_PROFILE, status_code=200)
    async def import_file(
        request: AnyRequest, profile: FromPath[str], name: FromQuery[str]
    ) -> RunView:
        """Import the file that the body is, by a profile's id or code."""
        institution = institution_of(request)
        job_id = await asyncio.to_thread(job_of, institution, profile, name)
        uploads, upload_id = services.uploads_of(institution), services.env.new_id()
        with ExitStack() as unless_queued:
            with uploads.receive(upload_id, name) as file:
                await _write(request, file)
            unless_queued.callback(uploads.drop, upload_id)
            run = await asyncio.to_thread(queued, request, upload_id, job_id)
            unless_queued.pop_all()
        return show_run(run)

    return (import_file,)


def _sent(upload_id: str, job_id: str, key: Key) -> Upload:
    """Return what was sent, by whose key."""
    return Upload(
        upload_id=upload_id,
        job_id=job_id,
        origin=Origin.API,
        submitted_by=key.name,
        submitted_by_name=f"API, {key.name}",
    )


async def _write(request: AnyRequest, file: BinaryIO) -> None:
    """Write the body as it comes: no more of it is ever in memory than a piece."""
    async for piece in request.stream():
        await asyncio.to_thread(file.write, piece)
