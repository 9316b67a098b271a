"""What schedules start: at which times, how often, and what becomes of the rest."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Final

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from almandine.engine.job import WhenBusy
from almandine.engine.run import Origin, Run, Status
from almandine.store.tables.configuration import job
from almandine.store.tables.runs import run
from databases.homes import Home
from store.schedulers import JOB_ID, due_times, scheduled, schedulers
from store.workshop import NOON, Workshop

HOUR: Final = timedelta(hours=1)
AT_TWO: Final = NOON + HOUR
"""14:00 in Vienna."""
DAILY: Final = scheduled("EVERY_DAY_14")
HOURLY: Final = scheduled("0 * * * *")
PROCESSES: Final = 8
TIMES: Final = 40


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    workshop.add_set(set_id="s1")
    return workshop


def started(site: Workshop) -> list[Run]:
    """Look for what is due, and return all runs that were ever started for that."""
    site.app.plan_schedules()
    site.app.start_due()
    query = select(run.c.run_id).order_by(run.c.due_at)
    with site.app.database.reading() as connection:
        ids = connection.execute(query.where(run.c.due_at.is_not(None))).scalars().all()
    return [site.run_of(run_id) for run_id in ids]


def finish(site: Workshop, of: Run) -> None:
    site.worker.execute(of.run_id)


def statuses(site: Workshop) -> list[tuple[datetime | None, Status]]:
    return [(each.due_at, each.status) for each in started(site)]


def change(site: Workshop, **values: object) -> None:
    with site.app.database.writing() as connection:
        connection.execute(update(job).values(values))


def test_a_job_is_started_when_it_falls_due_and_not_before(site: Workshop) -> None:
    site.add_job(DAILY)
    early = started(site)
    site.clock.instant = AT_TWO
    [due] = started(site)
    assert early == []
    assert (due.job_id, due.name, due.set_id) == (JOB_ID, "Hide - Set s1", "s1")
    assert (due.origin, due.submitted_by) == (Origin.SCHEDULE, "System")
    assert (due.due_at, due.status) == (AT_TWO, Status.QUEUED)


def test_it_is_carried_out_and_started_again_the_next_day(site: Workshop) -> None:
    site.add_job(DAILY)
    started(site)
    site.clock.instant = AT_TWO
    finish(site, *started(site))
    site.clock.move(timedelta(days=1))
    assert statuses(site) == [
        (AT_TWO, Status.COMPLETED_NO_BULKS),
        (AT_TWO + timedelta(days=1), Status.QUEUED),
    ]


def test_looking_again_starts_nothing_again(site: Workshop) -> None:
    site.add_job(DAILY)
    started(site)
    site.clock.instant = AT_TWO
    assert started(site) == started(site)


def test_each_time_that_was_missed_is_made_up_for_within_the_window(
    site: Workshop,
) -> None:
    site.add_job(replace(HOURLY, catch_up=2 * HOUR))
    started(site)
    site.clock.move(5 * HOUR)
    assert statuses(site) == [
        (NOON + 3 * HOUR, Status.QUEUED),
        (NOON + 4 * HOUR, Status.SKIPPED),
        (NOON + 5 * HOUR, Status.SKIPPED),
    ]


def test_what_is_older_than_the_window_is_passed_over(site: Workshop) -> None:
    site.add_job(replace(DAILY, catch_up=HOUR))
    started(site)
    site.clock.instant = AT_TWO + 2 * HOUR
    nothing = started(site)
    site.clock.instant = AT_TWO + timedelta(days=1)
    assert nothing == []
    assert statuses(site) == [(AT_TWO + timedelta(days=1), Status.QUEUED)]


def test_a_run_that_overlaps_is_recorded_as_skipped_with_the_reason(
    site: Workshop,
) -> None:
    site.add_job(HOURLY)
    started(site)
    site.clock.move(HOUR)
    [first] = started(site)
    site.clock.move(HOUR)
    skipped = started(site)[1]
    [event] = site.events_of(skipped.run_id)
    assert (skipped.status, skipped.ended_at) == (Status.SKIPPED, NOON + 2 * HOUR)
    assert event.message == (
        f"Not started: overlap (job_id {JOB_ID}, run_id {first.run_id})"
    )


def test_a_run_that_may_wait_starts_when_the_other_one_has_ended(
    site: Workshop,
) -> None:
    site.add_job(replace(HOURLY, when_busy=WhenBusy.QUEUE))
    started(site)
    site.clock.move(HOUR)
    [first] = started(site)
    site.clock.move(HOUR + HOUR / 2)
    waiting = statuses(site)
    finish(site, first)
    assert waiting == [(NOON + HOUR, Status.QUEUED)]
    assert statuses(site) == [
        (NOON + HOUR, Status.COMPLETED_NO_BULKS),
        (NOON + 2 * HOUR, Status.QUEUED),
    ]


def test_a_run_that_cannot_be_started_is_recorded_as_failed_and_the_next_one_is(
    site: Workshop,
) -> None:
    site.add_job(replace(DAILY, schedule_set="s9"))
    started(site)
    site.clock.instant = AT_TWO
    [failed] = started(site)
    [event] = site.events_of(failed.run_id)
    site.add_set(set_id="s9")
    site.clock.move(timedelta(days=1))
    assert (failed.status, failed.alert) == (Status.FAILED, "alert_general_error")
    assert event.message == "Not started: unknown set (set_id s9)"
    assert started(site)[1].status is Status.QUEUED


def test_what_was_asked_for_in_vain_is_no_start(site: Workshop) -> None:
    site.add_job(replace(HOURLY, schedule_set="s9"))
    started(site)
    site.clock.move(HOUR)
    for _ in range(5):
        started(site)
        site.clock.move(timedelta(minutes=5))
    since = site.clock.now() - HOUR
    with site.store.read() as tx:
        standing = tx.runs.standing(
            JOB_ID, set_id="s1", profile_id="", since=since, starts=1
        )
    assert standing.limiting_start is None


def test_a_changed_schedule_holds_from_then_on(site: Workshop) -> None:
    site.add_job(DAILY)
    started(site)
    site.clock.move(2 * HOUR)
    change(site, schedule="EVERY_DAY_16")
    nothing = started(site)
    site.clock.move(HOUR)
    assert nothing == []
    assert statuses(site) == [(NOON + 3 * HOUR, Status.QUEUED)]


@pytest.mark.parametrize(
    "values",
    [
        {"schedule_active": False},
        {"schedule": ""},
        {"schedule": "FULL_MOON"},
        {"closed_because": "the profile is inactive"},
    ],
)
def test_nothing_is_started_that_is_not_to_be(
    site: Workshop, values: dict[str, object]
) -> None:
    site.add_job(DAILY)
    started(site)
    change(site, **values)
    started(site)
    site.clock.instant = AT_TWO
    assert started(site) == []


def test_two_runs_of_a_job_for_one_time_cannot_be_stored(site: Workshop) -> None:
    site.add_job(DAILY)
    started(site)
    site.clock.instant = AT_TWO
    started(site)
    with site.app.database.reading() as connection:
        row = dict(connection.execute(select(run)).mappings().one())
    with (
        pytest.raises(IntegrityError),
        site.app.database.writing() as connection,
    ):
        connection.execute(insert(run).values({**row, "run_id": "another"}))


def test_many_processes_that_are_killed_start_each_time_once(home: Home) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos schedules --seed {seed}")  # noqa: T201 - shown on failure
    with schedulers(home, count=PROCESSES, seed=seed) as watched:
        watched.watch(TIMES)
        amiss = watched.amiss(TIMES)
        kills, errors = watched.kills, watched.errors
    assert amiss == {"missed": 0, "doubled": 0, "unasked": 0}
    assert errors == []
    assert kills > TIMES // 2


def test_the_judge_notices_times_that_are_missed_or_doubled(home: Home) -> None:
    with schedulers(home, count=1, seed=1) as watched:
        watched.watch(3)
        home.execute("DROP INDEX run_due")
        [site] = watched.sites
        first, second, *_ = due_times(site)
        with site.app.database.writing() as connection:
            earlier = update(run).where(run.c.due_at == second)
            connection.execute(earlier.values(due_at=first))
        assert watched.amiss(3) == {"missed": 1, "doubled": 1, "unasked": 0}
