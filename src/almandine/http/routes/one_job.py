"""One job: look at it, run it."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.run import Origin
from almandine.engine.submit import Submission, submit
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.http.shown.job import read_parameters, show_job, show_submitted
from almandine.wire import job as wire

_JOB: Final = "/jobs/{job_id:str}"


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""
    catalogue = services.catalogue

    def get_job(call: Call) -> wire.Job:
        """Return a job with the parameters it takes."""
        with services.store_of(call.institution).read() as tx:
            job = catalogue.find(tx, call.path["job_id"])
        names = catalogue.parameter_names(job)
        return show_job(job, call.links, [(name, "") for name in names])

    def run_job(call: Call) -> wire.Job:
        """Submit a manual or scheduled job."""
        submitted = submit(
            read_submission(call),
            store=services.store_of(call.institution),
            catalogue=catalogue,
            limits=services.limits,
        )
        return show_submitted(submitted, call.links)

    return (
        Route(method="GET", path=_JOB, answer=get_job),
        Route(
            method="POST", path=_JOB, answer=run_job, accepts=wire.Job, query=("op",)
        ),
    )


def read_submission(call: Call) -> Submission:
    """Take from a call what is to be run; its body is read once that is asked for."""
    return Submission(
        job_id=call.path["job_id"],
        op=call.query.get("op"),
        read_parameters=lambda: read_parameters(call.read(wire.Job)),
        origin=Origin.API,
        submitted_by=call.key.name,
        submitted_by_name=f"API, {call.key.name}",
    )
