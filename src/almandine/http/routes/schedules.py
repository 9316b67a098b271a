"""Our own API over schedules: list them, activate one or let it rest."""

from collections.abc import Sequence
from typing import Final

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from almandine.engine.timetable import Timetable, activate, timetables
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.services import Services
from almandine.http.shown.schedule import ScheduleView, show_schedule

SCHEDULES: Final = "/api/v1/schedules"
SCHEDULE: Final = f"{SCHEDULES}/{{job_id:str}}"


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    def set_active(request: AnyRequest, job_id: str, *, active: bool) -> Timetable:
        store = services.store_of(institution_of(request))
        return activate(
            job_id, store=store, catalogue=services.catalogue, active=active
        )

    @get(SCHEDULES, sync_to_thread=True)
    def list_schedules(request: AnyRequest) -> list[ScheduleView]:
        """Return the jobs that have a schedule, with their next and last run."""
        with services.store_of(institution_of(request)).read() as tx:
            return [show_schedule(each) for each in timetables(tx)]

    @post(f"{SCHEDULE}/activate", status_code=200, sync_to_thread=True)
    def activate_schedule(request: AnyRequest, job_id: FromPath[str]) -> ScheduleView:
        """Let a schedule start runs; what fell due while it rested does not count."""
        return show_schedule(set_active(request, job_id, active=True))

    @post(f"{SCHEDULE}/deactivate", status_code=200, sync_to_thread=True)
    def deactivate_schedule(request: AnyRequest, job_id: FromPath[str]) -> ScheduleView:
        """Let a schedule rest; clients may go on starting the job."""
        return show_schedule(set_active(request, job_id, active=False))

    return (list_schedules, activate_schedule, deactivate_schedule)
