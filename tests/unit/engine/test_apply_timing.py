"""Schedules as a file states them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.engine.apply import ConfigurationError, read_plan
from almandine.engine.job import OnOverlap
from unit.engine.apply_cases import (
    INSTITUTION,
    JOB_TYPES,
    problems_after_institution,
)
from unit.engine.test_apply_jobs import PROFILE, job_of

ACTION = (
    PROFILE
    + """
[[profiles.actions]]
action = "SEND_REQUESTS"
"""
)


def test_an_expression_of_cron_has_words() -> None:
    job = job_of(ACTION + 'schedule = "30 2 * * 1-5"')
    told = ("30 2 * * 1-5", "At 02:30 on Monday through Friday")
    assert (job.schedule, job.schedule_words) == told


def test_a_job_that_is_not_scheduled_has_no_schedule() -> None:
    job = job_of(ACTION + 'schedule = "NOT_SCHEDULED"')
    assert (job.schedule, job.schedule_words, job.creator) == ("", "", "")


def test_a_schedule_says_what_happens_to_runs_that_overlap_or_are_missed() -> None:
    said = 'schedule = "EVERY_HOUR"\noverlap = "queue"\ncatch_up = "PT90M"'
    job = job_of(ACTION + said)
    told = (OnOverlap.QUEUE, timedelta(minutes=90))
    assert (job.overlap, job.catch_up) == told


@pytest.mark.parametrize("catch_up", ["PT59S", "P8D", "-PT1H"])
def test_a_window_that_is_too_short_or_too_long_is_told(catch_up: str) -> None:
    text = ACTION + f'schedule = "EVERY_HOUR"\ncatch_up = "{catch_up}"'
    assert problems_after_institution(text) == [
        "profiles[1].actions[1].catch_up: too short or too long; allowed: PT1M to P7D"
    ]


def test_a_schedule_of_a_job_that_can_run_must_fall_due() -> None:
    (problem,) = problems_after_institution(ACTION + 'schedule = "FULL_MOON"')
    told = "profiles[1].actions[1].schedule: 'FULL_MOON' is none that falls due; "
    assert problem.startswith(told + "allowed: such as EVERY_DAY_02, ")


def test_a_schedule_that_is_followed_has_words_of_its_own() -> None:
    said = 'schedule = "EVERY_HOUR"\nschedule_words = "Now and then"'
    assert problems_after_institution(ACTION + said) == [
        (
            "profiles[1].actions[1].schedule_words: only for a job without a type; "
            "the schedule has words of its own"
        )
    ]


def test_a_job_of_several_tasks_has_no_schedule() -> None:
    two = replace(JOB_TYPES["publish"], name="two", tasks=2)
    text = '[[jobs]]\nid = "M5"\ntype = "two"\nschedule = "EVERY_HOUR"'
    with pytest.raises(ConfigurationError) as caught:
        read_plan(INSTITUTION + text, {"two": two})
    told = "jobs[1].schedule: a job of several tasks cannot be started"
    assert str(caught.value) == told


def test_a_manual_job_fixes_set_and_name() -> None:
    job = job_of(
        """
        [[jobs]]
        id = "M5"
        type = "suppress_bibs"
        settings = { set_id = "95001", job_name = "Hide them", suppress = true }
        """
    )
    assert job.settings == (
        ("set_id", "95001"),
        ("job_name", "Hide them"),
        ("task_MmsTaggingParams_boolean", "true"),
    )
