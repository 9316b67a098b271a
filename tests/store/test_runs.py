"""Runs in the database: the port of the engine, on real tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from almandine.engine.ports import Fenced, RunFilter
from almandine.engine.run import (
    TERMINAL,
    UNFINISHED,
    Counter,
    Origin,
    Run,
    Status,
    Tally,
)
from almandine.engine.thresholds import Standing
from almandine.store.database import Database
from almandine.store.ranges import SqlRanges
from almandine.store.runs import SqlRuns
from store.workshop import ELSEWHERE, HERE, NOON
from unit.engine.test_run import RUN

HOUR = timedelta(hours=1)
QUEUED = replace(RUN, status=Status.QUEUED, set_id="s1")
RUNNING = replace(QUEUED, status=Status.RUNNING)
ENDED = replace(QUEUED, status=Status.COMPLETED_SUCCESS, ended_at=NOON)


@pytest.fixture
def connection(fresh_database: Database) -> Iterator[Connection]:
    with fresh_database.writing() as opened:
        yield opened


@pytest.fixture
def runs(connection: Connection) -> SqlRuns:
    return SqlRuns(connection, HERE)


@pytest.fixture
def ranges(connection: Connection) -> SqlRanges:
    return SqlRanges(connection, HERE)


@pytest.fixture
def runs_elsewhere(connection: Connection) -> SqlRuns:
    return SqlRuns(connection, ELSEWHERE)


def test_a_run_is_found_as_it_was_stored(runs: SqlRuns) -> None:
    run = replace(
        RUN,
        submitted_by_name="Emma",
        profile_id="p1",
        parameters=(("unknown", ""), ("twice", "1"), ("twice", "ü")),
        settings=(("suppress", "true"),),
        ended_at=NOON + timedelta(microseconds=1),
        members=4,
        tally=Tally(1, 2, 1, 1),
        attempt=2,
        abort_requested=True,
        counters=(Counter("c", "label", "4"),),
        alert="alert_general_success",
    )
    runs.add(run)
    assert runs.find(run.run_id) == run


def test_a_run_of_another_institution_is_not_found(
    runs: SqlRuns, runs_elsewhere: SqlRuns
) -> None:
    runs_elsewhere.add(RUN)
    assert runs.find(RUN.run_id) is None


def standing(runs: SqlRuns, *, starts: int = 5) -> Standing:
    """Return what stands against one more run of M44 on the set s1."""
    return runs.standing(
        "M44", set_id="s1", profile_id="", since=NOON - HOUR, starts=starts
    )


def test_only_unfinished_runs_that_the_api_started_count(
    runs: SqlRuns, runs_elsewhere: SqlRuns
) -> None:
    runs.add(QUEUED)
    runs.add(replace(QUEUED, run_id="ui", origin=Origin.UI))
    runs.add(replace(QUEUED, run_id="schedule", origin=Origin.SCHEDULE))
    runs.add(replace(ENDED, run_id="ended"))
    runs_elsewhere.add(QUEUED)
    assert standing(runs).running == 1


@pytest.mark.parametrize("status", UNFINISHED)
def test_every_unfinished_status_counts_as_running(
    runs: SqlRuns, status: Status
) -> None:
    runs.add(replace(QUEUED, status=status))
    assert standing(runs).running == 1


@pytest.mark.parametrize("status", TERMINAL)
def test_no_ended_run_counts_as_running(runs: SqlRuns, status: Status) -> None:
    runs.add(replace(QUEUED, status=status, ended_at=NOON))
    assert standing(runs).running == 0


def start_at(runs: SqlRuns, *instants: datetime) -> None:
    for number, at in enumerate(instants):
        runs.add(replace(ENDED, run_id=str(number), submitted_at=at))


def test_fewer_starts_than_allowed_limit_nothing(runs: SqlRuns) -> None:
    start_at(runs, NOON, NOON - HOUR / 2)
    assert standing(runs, starts=3).limiting_start is None


def test_of_as_many_starts_as_allowed_the_oldest_limits(runs: SqlRuns) -> None:
    start_at(runs, NOON, NOON - HOUR / 2)
    assert standing(runs, starts=2).limiting_start == NOON - HOUR / 2


def test_of_more_starts_than_allowed_one_limits_until_enough_have_left(
    runs: SqlRuns,
) -> None:
    start_at(runs, *(NOON + timedelta(minutes=each) for each in range(4)))
    assert standing(runs, starts=2).limiting_start == NOON + timedelta(minutes=2)


def test_a_start_exactly_one_window_old_no_longer_counts(runs: SqlRuns) -> None:
    start_at(runs, NOON - HOUR)
    assert standing(runs, starts=1).limiting_start is None


def test_a_start_one_microsecond_younger_counts(runs: SqlRuns) -> None:
    at = NOON - HOUR + timedelta(microseconds=1)
    start_at(runs, at)
    assert standing(runs, starts=1).limiting_start == at


def test_starts_of_other_jobs_and_institutions_do_not_count(
    runs: SqlRuns, runs_elsewhere: SqlRuns
) -> None:
    runs.add(replace(ENDED, run_id="other job", job_id="M1"))
    runs_elsewhere.add(ENDED)
    assert standing(runs, starts=1).limiting_start is None


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    ages=st.lists(st.integers(min_value=3500, max_value=3700), max_size=8),
    starts=st.integers(min_value=1, max_value=6),
)
def test_starts_agree_with_counting_one_by_one(
    connection: Connection, ages: list[int], starts: int
) -> None:
    with connection.begin_nested() as nested:
        runs = SqlRuns(connection, HERE)
        start_at(runs, *(NOON - timedelta(seconds=age) for age in ages))
        limited = standing(runs, starts=starts).limiting_start is not None
        nested.rollback()
    assert limited == (sum(age < 3600 for age in ages) >= starts)


def test_an_unfinished_run_of_job_and_set_overlaps(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    assert standing(runs).overlapping == QUEUED.run_id


@pytest.mark.parametrize(
    "other",
    [
        ENDED,
        replace(QUEUED, job_id="M1"),
        replace(QUEUED, set_id="s2"),
        replace(QUEUED, profile_id="p1"),
    ],
    ids=["ended", "another job", "another set", "another profile"],
)
def test_another_run_does_not_overlap(runs: SqlRuns, other: Run) -> None:
    runs.add(other)
    assert standing(runs).overlapping is None


def test_of_several_overlapping_runs_one_is_named(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    runs.add(replace(QUEUED, run_id="second"))
    assert standing(runs).overlapping in {QUEUED.run_id, "second"}


def test_a_set_is_in_use_while_a_run_on_it_is_unfinished(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    runs.add(replace(ENDED, run_id="ended", set_id="s2"))
    assert (runs.using_set("s1"), runs.using_set("s2")) == (QUEUED.run_id, None)


def test_a_page_is_newest_first_with_the_number_of_all(runs: SqlRuns) -> None:
    stored = [
        replace(QUEUED, run_id=str(hour), submitted_at=NOON + hour * HOUR)
        for hour in range(4)
    ]
    for run in stored:
        runs.add(run)
    page = runs.page(RunFilter(), limit=2, offset=1)
    assert page == ([stored[2], stored[1]], 4)


@pytest.mark.parametrize(
    ("which", "shown"),
    [
        (RunFilter(job_id="M1"), ["job"]),
        (RunFilter(status=Status.FAILED), ["failed"]),
        (RunFilter(submitted_from=date(2026, 11, 24)), ["next day"]),
        (RunFilter(submitted_to=date(2026, 11, 22)), ["last of the day before"]),
        (
            RunFilter(submitted_from=date(2026, 11, 24), submitted_to=date.max),
            ["next day"],
        ),
        (
            RunFilter(
                submitted_from=date(2026, 11, 23), submitted_to=date(2026, 11, 23)
            ),
            ["job", "failed"],
        ),
    ],
)
def test_a_filter_shows_only_what_fits(
    runs: SqlRuns, which: RunFilter, shown: list[str]
) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    runs.add(replace(QUEUED, run_id="next day", submitted_at=midnight))
    runs.add(replace(QUEUED, run_id="job", job_id="M1", submitted_at=midnight - moment))
    runs.add(replace(ENDED, run_id="failed", status=Status.FAILED))
    runs.add(
        replace(
            QUEUED,
            run_id="last of the day before",
            submitted_at=midnight - 24 * HOUR - moment,
        )
    )
    found, total = runs.page(which, limit=10, offset=0)
    assert ([run.run_id for run in found], total) == (shown, len(shown))


def test_every_attempt_has_a_number_of_its_own(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    attempts = [runs.take(QUEUED.run_id, 0) for _ in range(2)]
    assert attempts == [replace(QUEUED, attempt=1), replace(QUEUED, attempt=2)]


@pytest.mark.parametrize("run_id", [ENDED.run_id, "unknown"])
def test_a_run_that_has_ended_or_is_unknown_cannot_be_taken(
    runs: SqlRuns, run_id: str
) -> None:
    runs.add(ENDED)
    assert (runs.take(run_id, 0), runs.find(ENDED.run_id)) == (None, ENDED)


def test_before_its_ranges_are_known_only_the_carrier_has_a_place(
    runs: SqlRuns,
) -> None:
    runs.add(QUEUED)
    assert (runs.take(QUEUED.run_id, 1), runs.find(QUEUED.run_id)) == (None, QUEUED)


def test_a_running_one_has_a_place_for_every_shard(runs: SqlRuns) -> None:
    runs.add(RUNNING)
    shards = [runs.call_shard(RUNNING.run_id) for _ in range(2)]
    assert shards == [1, 2]
    assert runs.take(RUNNING.run_id, 2) == replace(RUNNING, attempt=1, shards=3)


def test_several_workers_add_to_one_tally(runs: SqlRuns) -> None:
    runs.add(RUNNING)
    for tally in (Tally(3, 1), Tally(2, 0, 1, 1)):
        assert not runs.advance(RUNNING.run_id, tally)
    found = runs.find(RUNNING.run_id)
    assert found == replace(RUNNING, tally=Tally(5, 1, 1, 1))


def test_whoever_adds_learns_that_the_run_is_to_stop(runs: SqlRuns) -> None:
    runs.add(RUNNING)
    runs.request_abort(RUNNING.run_id)
    assert runs.advance(RUNNING.run_id, Tally(1))


def test_nothing_is_added_to_a_run_that_has_ended(runs: SqlRuns) -> None:
    runs.add(ENDED)
    with pytest.raises(Fenced):
        runs.advance(ENDED.run_id, Tally(1))
    assert runs.find(ENDED.run_id) == ENDED


class TestConcluding:
    """A run is carried to its end by whoever finds all its ranges done."""

    def conclude(self, runs: SqlRuns, shard: int) -> Run | None:
        return runs.conclude(RUNNING.run_id, shard, NOON + HOUR)

    def test_the_first_carries_it_and_no_other(self, runs: SqlRuns) -> None:
        runs.add(RUNNING)
        carried = [self.conclude(runs, shard) for shard in (2, 1)]
        concluded = replace(
            RUNNING,
            status=Status.FINALIZING,
            status_at=NOON + HOUR,
            carrier=2,
            attempt=1,
        )
        assert carried == [concluded, None]
        assert runs.take(RUNNING.run_id, 1) is None
        assert runs.take(RUNNING.run_id, 2) == replace(concluded, attempt=2)

    def test_not_before_the_last_range_is_done(
        self, runs: SqlRuns, ranges: SqlRanges
    ) -> None:
        runs.add(RUNNING)
        ranges.add(RUNNING.run_id, 0, ["emma"])
        assert self.conclude(runs, 0) is None
        span = ranges.claim(RUNNING.run_id, 0, "token")
        assert span is not None
        ranges.save(replace(span, cursor=1), before=span)
        assert self.conclude(runs, 0) is not None


def test_a_run_that_was_lost_gets_a_new_carrier(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    assert runs.adopt(QUEUED.run_id) == 1
    assert runs.take(QUEUED.run_id, 0) is None
    taken = runs.take(QUEUED.run_id, 1)
    assert taken == replace(QUEUED, carrier=1, shards=2, attempt=1)


def test_a_run_that_has_ended_is_not_lost(runs: SqlRuns) -> None:
    runs.add(ENDED)
    assert runs.adopt(ENDED.run_id) is None


def test_an_attempt_stores_how_far_it_came(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    runs.take(QUEUED.run_id, 0)
    further = replace(
        QUEUED,
        attempt=1,
        status=Status.RUNNING,
        status_at=NOON + HOUR,
        members=4,
        tally=Tally(changed=2),
    )
    assert (runs.save(further), runs.find(QUEUED.run_id)) == (further, further)


def test_an_attempt_learns_that_it_is_to_stop_whatever_it_believes(
    runs: SqlRuns,
) -> None:
    runs.add(QUEUED)
    runs.request_abort(QUEUED.run_id)
    assert runs.save(QUEUED) == replace(QUEUED, abort_requested=True)


def test_a_late_write_is_refused_every_time(runs: SqlRuns) -> None:
    runs.add(QUEUED)
    for attempt in range(100):
        late = replace(QUEUED, attempt=attempt, tally=Tally(changed=1))
        latest = runs.take(QUEUED.run_id, 0)
        with pytest.raises(Fenced):
            runs.save(late)
        assert runs.find(QUEUED.run_id) == latest


def test_what_has_ended_is_not_written_again(runs: SqlRuns) -> None:
    runs.add(ENDED)
    with pytest.raises(Fenced):
        runs.save(replace(ENDED, status=Status.FAILED))
    assert runs.find(ENDED.run_id) == ENDED


def test_a_run_that_has_ended_is_not_asked_to_stop(runs: SqlRuns) -> None:
    runs.add(ENDED)
    runs.request_abort(ENDED.run_id)
    assert runs.find(ENDED.run_id) == ENDED


def test_unfinished_runs_are_listed_oldest_first(
    runs: SqlRuns, runs_elsewhere: SqlRuns
) -> None:
    runs.add(replace(QUEUED, run_id="young", submitted_at=NOON + HOUR))
    runs.add(replace(QUEUED, run_id="old"))
    runs.add(ENDED)
    runs_elsewhere.add(QUEUED)
    assert runs.unfinished() == ["old", "young"]
