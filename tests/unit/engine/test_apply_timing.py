"""Schedules as a file states them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.engine.apply import ConfigurationError, read_plan
from almandine.engine.job import WhenBusy
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


def test_what_a_schedule_does_is_taken_over() -> None:
    job = job_of("""
        [[processes]]
        name = "Tidy up"
        type = "normalize_bibs"
        rule = "Tidy"
        schedule = "30 2 * * 1-5"
        schedule_set = "95"
        schedule_active = false
        when_busy = "queue"
        catch_up = "PT12H"
    """)
    assert (job.schedule_set, job.schedule_active) == ("95", False)
    assert (job.when_busy, job.catch_up) == (WhenBusy.QUEUE, timedelta(hours=12))
    assert job.schedule_words == "At 02:30 on Monday through Friday"


def test_a_job_that_has_a_schedule_has_a_creator_and_others_have_none() -> None:
    text = '[[jobs]]\nid = "M5"\ntype = "suppress_bibs"\n'
    scheduled = job_of(text + 'schedule = "EVERY_DAY_02"')
    assert (scheduled.creator, job_of(text).creator) == ("System", "")


def test_a_job_that_is_not_scheduled_has_no_schedule() -> None:
    job = job_of(ACTION + 'schedule = "NOT_SCHEDULED"')
    assert (job.schedule, job.schedule_words) == ("", "")


def test_a_job_that_cannot_run_here_has_any_schedule_and_its_words() -> None:
    job = job_of("""
        [[jobs]]
        id = "S1"
        name = "Howl"
        category = "SYSTEM"
        schedule = "FULL_MOON"
        schedule_words = "At full moon"
    """)
    assert (job.schedule, job.schedule_words) == ("FULL_MOON", "At full moon")


def test_a_schedule_that_is_none_is_told_with_what_would_be_one() -> None:
    [problem] = problems_after_institution(ACTION + 'schedule = "0 25 * * *"')
    assert problem.startswith(
        "profiles[1].actions[1].schedule: '0 25 * * *' is no schedule; allowed: EVERY_"
    )


def test_a_schedule_that_is_followed_has_words_of_its_own() -> None:
    said = 'schedule = "EVERY_DAY_02"\nschedule_words = "Now and then"'
    assert problems_after_institution(ACTION + said) == [
        (
            "profiles[1].actions[1].schedule_words: only for a job without a type; "
            "a schedule has words of its own"
        )
    ]


@pytest.mark.parametrize("catch_up", ["PT0S", "PT59S", "-PT1H"])
def test_a_window_in_which_a_time_could_go_unseen_is_told(catch_up: str) -> None:
    text = ACTION + f'schedule = "EVERY_DAY_02"\ncatch_up = "{catch_up}"'
    assert problems_after_institution(text) == [
        "profiles[1].actions[1].catch_up: too short; allowed: PT1M and longer"
    ]


def test_a_job_of_several_tasks_has_no_schedule() -> None:
    two = replace(JOB_TYPES["publish"], name="two", tasks=2)
    text = '[[jobs]]\nid = "M5"\ntype = "two"\nschedule = "EVERY_DAY_02"'
    with pytest.raises(ConfigurationError) as caught:
        read_plan(INSTITUTION + text, {"two": two})
    told = "jobs[1].schedule: a job of several tasks cannot be started"
    assert str(caught.value) == told
