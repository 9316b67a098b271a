"""Jobs: list them."""

from collections.abc import Sequence

from almandine.engine.job import JobClass
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes import one_job
from almandine.http.services import Services
from almandine.http.shown.job import CATEGORIES, show_job
from almandine.wire import job as wire


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_jobs(call: Call) -> wire.Jobs:
        """Return the jobs that fit, built-in ones first."""
        page = call.page()
        # One client sends `job_type` where `type` is documented.
        job_class = call.choice("type", "job_type", allowed=tuple(JobClass))
        category = call.choice("category", allowed=tuple(CATEGORIES))
        with services.store_of(call.institution).read() as tx:
            jobs = services.catalogue.list(
                tx,
                job_class=job_class,
                category=category,
                profile_id=call.query.get("profile_id") or None,
            )
        return wire.Jobs(
            total_record_count=len(jobs),
            job=tuple(show_job(each, call.links) for each in page.of(jobs)),
        )

    return (
        Route(
            method="GET",
            path="/jobs",
            answer=list_jobs,
            query=("limit", "offset", "category", "type", "profile_id"),
        ),
        *one_job.routes(services),
    )
