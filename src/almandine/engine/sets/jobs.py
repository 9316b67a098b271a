"""The jobs that fill new sets, and the report of their finished runs.

They are listed so that clients can poll what the set answer links to, but they
are started by making a set and in no other way. The database fills a set in one
statement, so the run has ended when the request is answered.
"""

from typing import Final

from almandine.engine.job import Job
from almandine.engine.run import Counter, Origin, Run, Status, Tally
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.transaction import SetsTx
from almandine.records.sets import RecordSet

COMBINE_SETS: Final = Job(
    job_id="O900",
    job_type="",
    name="Combine Sets",
    description="Make an itemized set of what several sets hold",
    category="",
    closed_because="it is started by making a set",
)
ITEMIZE_SET: Final = Job(
    job_id="O901",
    job_type="",
    name="Itemize Set",
    description="Make an itemized set of what a logical set finds",
    category="",
    closed_because="it is started by making a set",
)
POPULATION_SET: Final = Job(
    job_id="O902",
    job_type="",
    name="Create Set from Import",
    description="Make an itemized set of records that an import dealt with",
    category="",
    closed_because="it is started by making a set",
)
SET_JOBS: Final = (COMBINE_SETS, ITEMIZE_SET, POPULATION_SET)
"""Jobs without a job type, for the catalogue."""


def add_finished_run(
    job: Job, filled: RecordSet, members: int, *, creator: Creator, tx: SetsTx
) -> Run:
    """Record that the job filled the set, and return the run."""
    run_id, external_id = tx.ids.next("run", 2)
    run = Run(
        run_id=run_id,
        external_id=external_id,
        job_id=job.job_id,
        job_type=job.job_type,
        job_name=job.name,
        name=f"{job.name} - via API - {filled.name}",
        origin=Origin.API,
        submitted_by=creator.name,
        submitted_by_name=creator.full_name,
        set_id=filled.set_id,
        status=Status.COMPLETED_SUCCESS,
        submitted_at=creator.now,
        started_at=creator.now,
        ended_at=creator.now,
        status_at=creator.now,
        members=members,
        tally=Tally(changed=members),
        counters=(Counter("label.members.added", "Members added", str(members)),),
        alert="alert_general_success",
    )
    tx.runs.add(run)
    return run
