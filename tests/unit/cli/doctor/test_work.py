from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from almandine.cli.doctor.finding import Finding, Level
from almandine.cli.doctor.work import LONG, Unfinished, Work, check_work

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = ("01ALM_INST", "17")
RUN = Unfinished(KEY, NOW - LONG, done=10)
OLD = replace(RUN, since=NOW - LONG - timedelta(seconds=1))
BUSY = Work(now=NOW, alive=1, unfinished=[RUN], dispatched=frozenset({KEY}))


def finding(check: str, facts: Work) -> Finding:
    return {each.check: each for each in check_work(facts)}[check]


def looked_twice(before: Sequence[Unfinished], later: Sequence[Unfinished]) -> Level:
    return finding("progress", replace(BUSY, unfinished=before, later=later)).level


def test_a_busy_service_is_ok() -> None:
    assert {each.level for each in check_work(BUSY)} == {Level.OK}


def test_runs_that_nobody_can_carry_out_are_told_of() -> None:
    assert finding("workers", replace(BUSY, alive=0)).level is Level.WARNING


def test_an_idle_service_needs_no_worker() -> None:
    idle = Work(now=NOW, alive=0, silent=["w1"])
    assert finding("workers", idle).found == "0 alive, 0 runs unfinished; silent: w1"
    assert finding("workers", idle).level is Level.OK


def test_an_unfinished_run_without_a_workflow_is_an_orphan() -> None:
    found = finding("queue", replace(BUSY, dispatched=frozenset({("02", "17")})))
    assert (found.level, found.found) == (
        Level.FAILED,
        "nobody will carry out 01ALM_INST 17",
    )


def test_only_five_of_many_orphans_are_named() -> None:
    many = [replace(RUN, key=("01", str(number))) for number in range(7)]
    found = finding("queue", replace(BUSY, unfinished=many))
    assert found.found.endswith("01 4 and 2 more")


def test_a_run_that_gets_on_is_not_stuck_however_long_it_takes() -> None:
    assert looked_twice([OLD], [replace(OLD, done=11)]) is Level.OK


def test_a_run_that_stands_still_for_more_than_an_hour_is_stuck() -> None:
    assert looked_twice([OLD], [OLD]) is Level.WARNING


def test_an_hour_to_the_second_is_not_too_long() -> None:
    assert looked_twice([RUN], [RUN]) is Level.OK


def test_a_run_that_came_between_the_two_looks_is_not_stuck() -> None:
    assert looked_twice([], [OLD]) is Level.OK


def test_parts_of_a_run_that_goes_on_are_no_leftovers() -> None:
    assert finding("leftovers", replace(BUSY, parts=[KEY])).level is Level.OK


def test_parts_of_a_run_that_has_ended_are_leftovers() -> None:
    found = finding("leftovers", replace(BUSY, unfinished=[], parts=[KEY]))
    assert (found.level, "01ALM_INST 17" in found.found) == (Level.WARNING, True)


def test_a_restore_that_did_not_end_is_told_of() -> None:
    assert finding("leftovers", replace(BUSY, restoring=True)).level is Level.WARNING


def test_a_time_zone_that_is_not_known_here_fails() -> None:
    found = finding("time zones", replace(BUSY, zones=["Europe/Atlantis"]))
    assert (found.level, found.found) == (Level.FAILED, "not known: Europe/Atlantis")
