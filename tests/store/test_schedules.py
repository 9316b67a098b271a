"""What falls due is seen to once, in order, and told if it was not started."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from almandine.engine.abort import abort
from almandine.engine.job import OnOverlap
from almandine.engine.rescue import rescue
from almandine.engine.run import Counter, Origin, Run, Status
from almandine.engine.schedules.due import AT_ONCE, Due, due
from almandine.engine.thresholds import Limits
from almandine.faults import Overlap, TooManyStarts, UnknownSet
from almandine.wire.errors import message
from store.desk import furnish
from store.timetable import HIDE_NIGHTLY, HOURLY, all_of, started
from store.workshop import NOON, Workshop
from unit.engine.sets.refusing import refusal_of

HOUR = timedelta(hours=1)
NIGHT = NOON + HOUR
"""13:00 UTC is 14:00 in Vienna."""
PATIENT = replace(HOURLY, overlap=OnOverlap.QUEUE)


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    furnish(workshop)
    workshop.home.execute("DELETE FROM job")
    return workshop


def outcomes(runs: list[Run]) -> list[tuple[datetime | None, Status]]:
    return [(run.due_at, run.status) for run in runs]


def test_nothing_is_due_before_its_time(site: Workshop) -> None:
    site.add_job(HOURLY)
    assert started(site, NOON + HOUR - timedelta(microseconds=1)) == []


def test_a_run_is_started_at_its_time(site: Workshop) -> None:
    site.add_job(HOURLY)
    (run,) = started(site, NIGHT)
    assert run == replace(
        site.run_of(run.run_id),
        name="Send Requests to Remote Storage",
        origin=Origin.SCHEDULE,
        submitted_by="System",
        submitted_by_name="",
        parameters=(),
        status=Status.QUEUED,
        due_at=NIGHT,
        submitted_at=NIGHT,
    )
    assert len(site.home.queued()) == 1


def test_a_manual_job_runs_on_the_set_of_its_settings(site: Workshop) -> None:
    site.add_job(HIDE_NIGHTLY)
    (run,) = started(site, NIGHT)
    assert (run.name, run.set_id, run.status) == ("Hide - Set s1", "s1", Status.QUEUED)


def test_a_worker_carries_out_what_was_due(site: Workshop) -> None:
    ids = [bib.mms_id for bib in site.add_bibs(3)]
    site.add_set(ids, set_id="s9")
    settings = (HIDE_NIGHTLY.settings[0], ("set_id", "s9"))
    site.add_job(replace(HIDE_NIGHTLY, settings=settings))
    (run,) = started(site, NIGHT)
    assert site.worker.execute(run.run_id) is Status.COMPLETED_SUCCESS
    assert all(bib.suppressed for bib in site.bibs(ids))


def test_what_was_seen_to_is_not_due_again(site: Workshop) -> None:
    site.add_job(HOURLY)
    started(site, NIGHT)
    assert started(site) == []


def test_what_somebody_else_has_seen_to_meanwhile_is_left_alone(site: Workshop) -> None:
    site.add_job(HOURLY)
    site.clock.instant = NIGHT + HOUR
    with site.store.read() as tx:
        (found,) = due(tx)
    scheduler = site.app.scheduler_of(site.institution)
    first = scheduler.fire(found)
    site.worker.execute(first[-1].run_id)
    assert (len(first), scheduler.fire(found)) == (2, [])


def test_of_times_that_passed_unseen_only_the_last_is_started(site: Workshop) -> None:
    site.add_job(HOURLY)
    runs = started(site, NOON + 3 * HOUR)
    assert outcomes(runs) == [
        (NOON + HOUR, Status.SKIPPED),
        (NOON + 2 * HOUR, Status.SKIPPED),
        (NOON + 3 * HOUR, Status.QUEUED),
    ]
    missed = Counter("Skipped: nobody was there to start it.", "", "")
    assert runs[0].counters == (missed,)


def test_what_is_older_than_the_window_is_let_go(site: Workshop) -> None:
    site.add_job(replace(HOURLY, catch_up=2 * HOUR))
    runs = started(site, NOON + 9 * HOUR)
    assert [run.due_at for run in runs] == [NOON + 8 * HOUR, NOON + 9 * HOUR]


def test_a_run_exactly_as_old_as_the_window_is_let_go(site: Workshop) -> None:
    site.add_job(replace(HOURLY, schedule="EVERY_DAY_14", catch_up=HOUR))
    assert started(site, NIGHT + HOUR) == []
    site.clock.instant = NIGHT + HOUR - timedelta(microseconds=1)
    assert [run.due_at for run in started(site)] == [NIGHT]


def test_more_than_one_transaction_bears_is_seen_to_in_several(site: Workshop) -> None:
    every_minute = replace(HOURLY, schedule="* * * * *", catch_up=timedelta(days=7))
    site.add_job(every_minute)
    first = started(site, NOON + timedelta(minutes=AT_ONCE + 2))
    second = started(site)
    assert {run.status for run in first} == {Status.SKIPPED}
    assert (len(first), len(second)) == (AT_ONCE, 2)
    assert second[-1].status is Status.QUEUED


@pytest.mark.parametrize(
    "rests",
    [{"active": False}, {"closed_because": "no"}, {"schedule": ""}, {"job_type": ""}],
)
def test_what_rests_is_never_due(site: Workshop, rests: dict[str, object]) -> None:
    site.add_job(replace(HOURLY, **rests))
    assert started(site, NOON + 5 * HOUR) == []


def test_a_run_that_would_overlap_is_skipped_and_says_what(site: Workshop) -> None:
    site.add_job(HOURLY)
    (first,) = started(site, NIGHT)
    (second,) = started(site, NIGHT + HOUR)
    assert second == replace(
        site.run_of(second.run_id),
        status=Status.SKIPPED,
        ended_at=NIGHT + HOUR,
        counters=(
            Counter("Skipped: another run of the job had not ended.", "", first.run_id),
        ),
    )


def test_the_schedule_goes_on_once_the_other_has_ended(site: Workshop) -> None:
    site.add_job(HOURLY)
    (first,) = started(site, NIGHT)
    started(site, NIGHT + HOUR)
    site.worker.execute(first.run_id)
    (third,) = started(site, NIGHT + 2 * HOUR)
    assert third.status is Status.QUEUED


def test_a_run_that_may_wait_waits_until_the_other_has_ended(site: Workshop) -> None:
    site.add_job(PATIENT)
    (first,) = started(site, NIGHT)
    (second,) = started(site, NIGHT + HOUR)
    waited = rescue(second.run_id, site.store)
    site.worker.execute(first.run_id)
    assert (second.status, waited) == (Status.PENDING, False)
    assert rescue(second.run_id, site.store)
    assert site.worker.execute(second.run_id, 1) is Status.COMPLETED_NO_BULKS


def test_only_one_run_waits(site: Workshop) -> None:
    site.add_job(PATIENT)
    runs = [started(site, NOON + hours * HOUR)[0] for hours in (1, 2, 3)]
    assert [run.status for run in runs] == [
        Status.QUEUED,
        Status.PENDING,
        Status.SKIPPED,
    ]


def test_a_run_that_waits_stands_against_requests_of_clients(site: Workshop) -> None:
    site.add_job(PATIENT)
    (first,) = started(site, NIGHT)
    (second,) = started(site, NIGHT + HOUR)
    site.worker.execute(first.run_id)
    refusal = refusal_of(lambda: site.submit("S64"))
    assert refusal == Overlap("S64", second.run_id)


def test_a_run_that_waits_can_be_stopped_at_once(site: Workshop) -> None:
    site.add_job(PATIENT)
    started(site, NIGHT)
    (second,) = started(site, NIGHT + HOUR)
    with site.store.write() as tx:
        stopped = abort(second.run_id, tx=tx, now=NIGHT + HOUR)
    assert stopped.status is Status.USER_ABORTED


def test_a_run_that_is_refused_has_failed_with_the_reason(site: Workshop) -> None:
    site.add_job(HIDE_NIGHTLY)
    site.home.execute("DELETE FROM record_set WHERE set_id = 's1'")
    (run,) = started(site, NIGHT)
    assert (run.status, run.alert) == (Status.FAILED, "alert_general_error")
    assert run.counters[0].code == "Not started by its schedule."
    assert run.counters[0].value == message(UnknownSet("s1"))


def test_after_a_refusal_the_schedule_goes_on(site: Workshop) -> None:
    site.add_job(HIDE_NIGHTLY)
    site.home.execute("DELETE FROM record_set WHERE set_id = 's1'")
    started(site, NIGHT)
    site.add_set(set_id="s1")
    (run,) = started(site, NIGHT + timedelta(days=1))
    assert run.status is Status.QUEUED


def test_a_category_that_the_api_does_not_start_runs_by_schedule(
    site: Workshop,
) -> None:
    site.add_job(replace(HOURLY, category="REPOSITORY"))
    assert started(site, NIGHT)[0].status is Status.QUEUED


def test_runs_by_schedule_do_not_count_among_those_of_the_api(site: Workshop) -> None:
    site.add_job(HOURLY)
    started(site, NIGHT)
    hide = HIDE_NIGHTLY.settings
    assert site.submit("M902", parameters=hide, limits=Limits(max_running=1)).run_id


def test_runs_by_schedule_count_as_starts_of_their_job(site: Workshop) -> None:
    site.add_job(HOURLY)
    (run,) = started(site, NIGHT)
    site.worker.execute(run.run_id)
    refusal = refusal_of(lambda: site.submit("S64", limits=Limits(max_starts=1)))
    assert refusal == TooManyStarts(1, NIGHT + HOUR)


def test_what_was_skipped_or_refused_is_no_start(site: Workshop) -> None:
    site.add_job(HOURLY)
    site.home.execute("DELETE FROM endpoint")
    skipped_and_failed = started(site, NIGHT + HOUR)
    site.add_endpoint("robot", "robot")
    assert [run.status for run in skipped_and_failed] == [
        Status.SKIPPED,
        Status.FAILED,
    ]
    assert site.submit("S64", limits=Limits(max_starts=1)).run_id


def test_the_limits_of_the_api_do_not_hold_a_schedule_up(site: Workshop) -> None:
    site.add_job(replace(HOURLY, schedule="*/5 * * * *"))
    for minutes in range(5, 60, 5):
        (run,) = started(site, NOON + timedelta(minutes=minutes))
        site.worker.execute(run.run_id)
    assert len(all_of(site, "S64")) == 11


def test_a_time_that_was_seen_to_cannot_be_stored_again(site: Workshop) -> None:
    site.add_job(HOURLY)
    (run,) = started(site, NIGHT)
    double = replace(run, run_id="1", external_id="2")
    with pytest.raises(Exception, match=r"(?i)unique"), site.store.write() as tx:
        tx.runs.add(double)


def test_nothing_is_recorded_while_the_database_fails(site: Workshop) -> None:
    site.add_job(HOURLY)
    site.home.execute("ALTER TABLE sequence RENAME TO gone")
    site.clock.instant = NIGHT
    with site.store.read() as tx:
        found = list(due(tx))
    scheduler = site.app.scheduler_of(site.institution)
    refusal_of(lambda: scheduler.fire(found[0]))
    site.home.execute("ALTER TABLE gone RENAME TO sequence")
    assert all_of(site, "S64") == []
    assert [run.status for run in started(site)] == [Status.QUEUED]


def test_jobs_are_due_each_by_itself(site: Workshop) -> None:
    site.add_job(HOURLY)
    site.add_job(HIDE_NIGHTLY)
    site.clock.instant = NIGHT
    with site.store.read() as tx:
        assert [each.job.job_id for each in due(tx)] == ["S64", "M90201"]
        assert next(due(tx)) == Due(tx.jobs.scheduled()[0], [], NIGHT)
