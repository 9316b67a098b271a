from almandine.engine.apply.jobs import PlannedJob, jobs_of
from almandine.engine.job import Job
from unit.engine.apply_cases import (
    JOB_TYPES,
    plan_of,
    problems_after_institution,
)

PROFILE = """
[[profiles]]
code = "CAIA"
name = "Robot"
type = "REMOTE_STORAGE"
"""


def job_of(text: str) -> Job:
    (planned,) = jobs_of(plan_of(text), JOB_TYPES)
    assert isinstance(planned, PlannedJob)
    return planned.job


def test_a_profile_action_becomes_a_scheduled_job() -> None:
    job = job_of(
        PROFILE
        + """
        [[profiles.actions]]
        action = "SEND_REQUESTS"
        job_id = "S6378570160006533"
        schedule = "EVERY_DAY_02"
        settings = { endpoint = "robot" }
        """
    )
    assert job == Job(
        job_id="S6378570160006533",
        job_type="send_requests",
        name="Send Requests to Remote Storage",
        description="Send Requests to Remote Storage",
        category="FULFILLMENT",
        profile_id="CAIA",
        settings=(("endpoint", "robot"),),
        schedule="EVERY_DAY_02",
        schedule_words="Every day at 02:00",
        creator="System",
    )


def test_the_job_of_an_inactive_profile_is_closed() -> None:
    job = job_of(
        PROFILE
        + """
        active = false
        [[profiles.actions]]
        action = "SEND_REQUESTS"
        """
    )
    assert job.closed_because == "the integration profile CAIA is inactive"


def test_a_title_may_name_the_profile() -> None:
    job = job_of("""
        [[profiles]]
        code = "GEN"
        name = "General Publishing"
        type = "PUBLISHING"
        actions = [{ action = "PUBLISH", settings = { per_file = 10000 } }]
    """)
    assert (job.name, job.description, job.settings) == (
        "Publishing Platform Job General Publishing",
        "Publishing Platform Job",
        (("per_file", "10000"),),
    )


def test_an_unknown_action_is_told_with_those_there_are() -> None:
    text = PROFILE + 'actions = [{ action = "SEND" }]'
    assert problems_after_institution(text) == [
        (
            "profiles[1].actions[1].action: no job for REMOTE_STORAGE/SEND; "
            "allowed: PUBLISHING/PUBLISH, REMOTE_STORAGE/SEND_REQUESTS"
        )
    ]


def test_an_unknown_setting_is_told_with_those_there_are() -> None:
    text = PROFILE + 'actions = [{ action = "SEND_REQUESTS", settings = { to = "x" } }]'
    assert problems_after_institution(text) == [
        "profiles[1].actions[1].settings.to: unknown; allowed: endpoint, directory"
    ]


def test_a_process_becomes_a_manual_job_with_its_rule() -> None:
    job = job_of("""
        [[processes]]
        id = "M7407373650006421"
        name = "Tidy up"
        type = "normalize_bibs"
        rule = "Tidy"
    """)
    assert job == Job(
        job_id="M7407373650006421",
        job_type="normalize_bibs",
        name="Tidy up",
        description="Tidy up",
        category="NORMALIZATION",
        content="BIB_MMS",
        settings=(("task_0_droolesFileKey", "Tidy"),),
    )


def test_a_process_whose_type_takes_no_rule_is_refused_one() -> None:
    assert problems_after_institution("""
        [[processes]]
        name = "Hide"
        type = "suppress_bibs"
        rule = "Tidy"
    """) == ["processes[1].rule: suppress_bibs takes no rule"]


def test_an_unknown_job_type_is_told_with_those_there_are() -> None:
    assert problems_after_institution("""
        [[processes]]
        name = "Hide"
        type = "hide"
    """) == [
        (
            "processes[1].type: no job type 'hide'; "
            "allowed: normalize_bibs, publish, send_requests, suppress_bibs"
        )
    ]


def test_a_further_id_needs_a_job_type_that_there_is() -> None:
    text = '[[jobs]]\nid = "M5"\ntype = "hide"'
    allowed = "normalize_bibs, publish, send_requests, suppress_bibs"
    assert problems_after_institution(text) == [
        f"jobs[1].type: no job type 'hide'; allowed: {allowed}"
    ]


def test_a_further_id_of_a_job_type_has_its_name() -> None:
    job = job_of("""
        [[jobs]]
        id = "M123"
        type = "suppress_bibs"
        settings = { suppress = true }
    """)
    assert job == Job(
        job_id="M123",
        job_type="suppress_bibs",
        name="Suppress bibs",
        description="Suppress bibs",
        category="INFORMATION_UPDATE",
        content="BIB_MMS",
        settings=(("task_MmsTaggingParams_boolean", "true"),),
    )


def test_a_job_may_be_listed_without_a_type() -> None:
    job = job_of("""
        [[jobs]]
        id = "O55"
        name = "Rebuild"
        category = "PUBLISHING"
        closed = "republishing is not for the API"
        settings = { anything = "kept" }
    """)
    assert job == Job(
        job_id="O55",
        job_type="",
        name="Rebuild",
        description="Rebuild",
        category="PUBLISHING",
        settings=(("anything", "kept"),),
        closed_because="republishing is not for the API",
    )


def test_a_job_without_type_needs_name_and_category() -> None:
    assert problems_after_institution('[[jobs]]\nid = "O55"') == [
        "jobs[1]: a job without a type needs name and category"
    ]


def test_no_two_jobs_have_one_id() -> None:
    assert problems_after_institution("""
        [[processes]]
        id = "M5"
        name = "Tidy up"
        type = "normalize_bibs"
        [[jobs]]
        id = "M5"
        type = "suppress_bibs"
    """) == ["jobs[1].id: 'M5' stands at processes[1].id already"]


def test_a_job_of_its_own_is_not_mistaken_for_a_process() -> None:
    assert problems_after_institution("""
        [[processes]]
        name = "Suppress bibs"
        type = "suppress_bibs"
        [[jobs]]
        id = "M5"
        type = "suppress_bibs"
    """) == ["jobs[1]: is the job of processes[1] again; give it another name"]


def test_a_job_type_may_have_several_further_ids() -> None:
    plan = plan_of("""
        [[jobs]]
        id = "M5"
        type = "suppress_bibs"
        [[jobs]]
        id = "M6"
        type = "suppress_bibs"
    """)
    assert len(list(jobs_of(plan, JOB_TYPES))) == 2
