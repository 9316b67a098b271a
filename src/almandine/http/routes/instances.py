"""Runs of jobs, as clients poll them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from almandine.engine.catalogue import Catalogue
from almandine.engine.job import Job
from almandine.engine.ports import RunFilter, Tx
from almandine.engine.run import Run, Status
from almandine.faults import Refused, UnknownRun
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.http.shown.instance import show_instance
from almandine.wire import instance as wire

INSTANCES: Final = "/jobs/{job_id:str}/instances"
INSTANCE: Final = f"{INSTANCES}/{{run_id:str}}"
ANY_JOB: Final = "ALL"
"""Stands for the job's id where only the run's is known."""


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""
    catalogue = services.catalogue

    def list_instances(call: Call) -> wire.JobInstances:
        """Return the runs of a job, newest first."""
        page = call.page()
        job_id = call.path["job_id"]
        which = RunFilter(
            job_id=job_id,
            status=call.choice("status", allowed=tuple(Status)),
            submitted_from=call.day("submit_date_from"),
            submitted_to=call.day("submit_date_to"),
        )
        with services.store_of(call.institution).read() as tx:
            job = catalogue.find(tx, job_id)
            runs, total = tx.runs.page(which, limit=page.limit, offset=page.offset)
        return wire.JobInstances(
            total_record_count=total,
            job_instance=tuple(show_instance(run, job, call.links) for run in runs),
        )

    def get_instance(call: Call) -> wire.JobInstance:
        """Return one run with its report."""
        with services.store_of(call.institution).read() as tx:
            run = find_run(tx, catalogue, call.path)
            job = job_of(run, tx, catalogue)
        return show_instance(run, job, call.links)

    return (
        Route(
            method="GET",
            path=INSTANCES,
            answer=list_instances,
            query=("limit", "offset", "submit_date_from", "submit_date_to", "status"),
        ),
        Route(method="GET", path=INSTANCE, answer=get_instance),
    )


def find_run(tx: Tx, catalogue: Catalogue, path: Mapping[str, str]) -> Run:
    """Return the run that a path names by its job, or by `ANY_JOB`, and its id.

    Raises:
        Refused: with `InvalidJobId`, `UnknownJob` or `UnknownRun`.
    """
    job_id, run_id = path["job_id"], path["run_id"]
    if job_id != ANY_JOB:
        catalogue.find(tx, job_id)
    run = tx.runs.find(run_id)
    if run is None or job_id not in (ANY_JOB, run.job_id):
        raise Refused(UnknownRun(run_id))
    return run


def job_of(run: Run, tx: Tx, catalogue: Catalogue) -> Job | None:
    """Return the job of a run; None when the institution has it no longer."""
    with suppress(Refused):
        return catalogue.find(tx, run.job_id)
    return None
