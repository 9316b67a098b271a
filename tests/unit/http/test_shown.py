"""Jobs and runs, as they stand on the wire."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from almandine.engine.job import Job
from almandine.engine.run import Counter, Origin, Run, Status, Tally
from almandine.engine.submit import Submitted
from almandine.http.shown.instance import show_instance
from almandine.http.shown.job import read_parameters, show_job, show_submitted
from almandine.wire import instance, job
from almandine.wire.links import Links
from almandine.wire.texts import Coded, Linked

LINKS = Links("https://a.example")
CONF = "https://a.example/almaws/v1/conf"
AT = datetime(2025, 10, 5, 9, 11, 32, tzinfo=UTC)

EXPORT = Job(
    job_id="M44",
    job_type="export_bibs",
    name="Export Bibliographic Records",
    description="Export",
    category="EXPORT",
    content="BIB_MMS",
)
PUBLISHING = Job(
    job_id="S9",
    job_type="publish",
    name="Publishing Platform Job X",
    description="Publishing Platform Job",
    category="PUBLISHING",
    profile_id="9001",
    schedule="EVERY_DAY_02",
    schedule_words="Every day at 02:00",
    next_run=AT,
    creator="exl_impl",
)
QUEUED = Run(
    run_id="20",
    external_id="10",
    job_id="M44",
    job_type="export_bibs",
    job_name="Export Bibliographic Records",
    name="Export Bibliographic Records - via API - Maps",
    origin=Origin.API,
    submitted_by="nightly",
    submitted_by_name="API, nightly",
    parameters=(("set_id", "7"),),
    status=Status.QUEUED,
    submitted_at=AT,
    started_at=AT,
    status_at=AT,
)
SHOWN_EXPORT = job.Job(
    link=f"{CONF}/jobs/M44",
    id="M44",
    name="Export Bibliographic Records",
    description="Export",
    type=Coded(value="MANUAL", desc="Manual"),
    category=Coded(value="EXPORT", desc="Export"),
    content=Coded(value="BIB_MMS", desc="All Titles"),
)
INFO = instance.JobInfo(
    link=f"{CONF}/jobs/M44",
    id="M44",
    name="Export Bibliographic Records",
    description="Export",
    type=Coded(value="MANUAL", desc="Manual"),
    category=Coded(value="EXPORT", desc="Export"),
)


def test_a_manual_job_has_a_content_and_no_schedule() -> None:
    assert show_job(EXPORT, LINKS) == SHOWN_EXPORT


def test_a_scheduled_job_has_a_schedule_and_a_profile() -> None:
    assert show_job(PUBLISHING, LINKS) == job.Job(
        link=f"{CONF}/jobs/S9",
        id="S9",
        name="Publishing Platform Job X",
        description="Publishing Platform Job",
        type=Coded(value="SCHEDULED", desc="Scheduled"),
        category=Coded(value="PUBLISHING", desc="Publishing"),
        schedule=Coded(value="EVERY_DAY_02", desc="Every day at 02:00"),
        creator="exl_impl",
        next_run=AT,
        related_profile=Linked(link=f"{CONF}/integration-profiles/9001", value="9001"),
    )


def test_a_manual_job_that_runs_by_a_schedule_shows_it() -> None:
    shown = show_job(replace(EXPORT, schedule="0 * * * *", next_run=AT), LINKS)
    assert (shown.schedule, shown.next_run) == (Coded(value="0 * * * *"), AT)


def test_a_scheduled_job_without_a_schedule_says_so() -> None:
    shown = show_job(replace(PUBLISHING, schedule=""), LINKS)
    assert shown.schedule == Coded(value="NOT_SCHEDULED", desc="Not scheduled")


def test_a_started_job_echoes_its_parameters_and_names_its_run() -> None:
    shown = show_submitted(Submitted(EXPORT, QUEUED), LINKS)
    assert (shown.parameter, shown.additional_info) == (
        (job.Parameter(name=Coded(value="set_id"), value="7"),),
        Linked(
            link=f"{CONF}/jobs/M44/instances/20",
            value="Job no. 20 triggered on Sun, 05 Oct 2025 09:11:32 GMT",
        ),
    )


def test_parameters_without_a_name_are_ignored() -> None:
    body = job.Job(
        parameter=(
            job.Parameter(name=Coded(value="a"), value=None),
            job.Parameter(name=Coded(value=""), value="1"),
            job.Parameter(value="2"),
            job.Parameter(name=Coded(value="a"), value="3"),
        )
    )
    assert read_parameters(body) == [("a", ""), ("a", "3")]


def test_a_queued_run_has_started_and_not_ended() -> None:
    assert show_instance(QUEUED, EXPORT, LINKS) == instance.JobInstance(
        link=f"{CONF}/jobs/M44/instances/20",
        id="20",
        external_id="10",
        name="Export Bibliographic Records - via API - Maps",
        submitted_by=Coded(value="nightly", desc="API, nightly"),
        submit_time=AT,
        start_time=AT,
        progress=0,
        status=Coded(value="QUEUED", desc="Queued"),
        status_date=AT.date(),
        job_info=INFO,
    )


def test_a_run_that_ended_has_its_report() -> None:
    ended = replace(
        QUEUED,
        status=Status.COMPLETED_FAILED,
        ended_at=AT + timedelta(seconds=4),
        tally=Tally(changed=7, failed=3),
        alert="alert_general_error_with_failed_number",
        counters=(Counter("c.jobs.bibExport.link", "Link", "BIB_20"),),
    )
    shown = show_instance(ended, EXPORT, LINKS)
    [alert] = shown.alert
    assert (shown.progress, shown.end_time) == (100, AT + timedelta(seconds=4))
    assert alert.desc is not None
    assert alert.desc.startswith("Of the 10 records processed, 3 errors found.")
    assert shown.counter == (
        instance.Counter(
            type=Coded(value="c.jobs.bibExport.link", desc="Link"), value="BIB_20"
        ),
    )


def test_a_run_started_by_the_schedule_has_no_words_for_its_submitter() -> None:
    run = replace(QUEUED, submitted_by="System", submitted_by_name="")
    assert show_instance(run, EXPORT, LINKS).submitted_by == Coded(value="System")


def test_a_run_whose_job_is_gone_still_names_it() -> None:
    shown = show_instance(QUEUED, None, LINKS)
    assert shown.job_info == instance.JobInfo(
        id="M44", name="Export Bibliographic Records"
    )
