"""Jobs: list them, look at one, run it."""

from collections.abc import Sequence

from almandine.engine.job import JobClass
from almandine.engine.run import Origin
from almandine.engine.submit import Submission, submit
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.http.shown.job import (
    CATEGORIES,
    read_parameters,
    show_job,
    show_submitted,
)
from almandine.wire import job as wire


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""
    catalogue = services.catalogue

    def list_jobs(call: Call) -> wire.Jobs:
        """Return the jobs that fit, built-in ones first."""
        page = call.page()
        # One client sends `job_type` where `type` is documented.
        job_class = call.choice("type", "job_type", allowed=tuple(JobClass))
        category = call.choice("category", allowed=tuple(CATEGORIES))
        with services.store_of(call.institution).read() as tx:
            jobs = catalogue.list(
                tx,
                job_class=job_class,
                category=category,
                profile_id=call.query.get("profile_id") or None,
            )
        return wire.Jobs(
            total_record_count=len(jobs),
            job=tuple(show_job(each, call.links) for each in page.of(jobs)),
        )

    def get_job(call: Call) -> wire.Job:
        """Return a job with the parameters it takes."""
        with services.store_of(call.institution).read() as tx:
            job = catalogue.find(tx, call.path["job_id"])
        names = catalogue.parameter_names(job)
        return show_job(job, call.links, [(name, "") for name in names])

    def run_job(call: Call) -> wire.Job:
        """Submit a manual or scheduled job."""
        submission = Submission(
            job_id=call.path["job_id"],
            op=call.query.get("op"),
            read_parameters=lambda: read_parameters(call.read(wire.Job)),
            origin=Origin.API,
            submitted_by=call.key.name,
            submitted_by_name=f"API, {call.key.name}",
        )
        submitted = submit(
            submission,
            store=services.store_of(call.institution),
            catalogue=catalogue,
            limits=services.limits,
        )
        return show_submitted(submitted, call.links)

    one = "/jobs/{job_id:str}"
    return (
        Route(
            method="GET",
            path="/jobs",
            answer=list_jobs,
            query=("limit", "offset", "category", "type", "profile_id"),
        ),
        Route(method="GET", path=one, answer=get_job),
        Route(method="POST", path=one, answer=run_job, accepts=wire.Job, query=("op",)),
    )
