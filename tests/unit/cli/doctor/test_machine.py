from dataclasses import replace
from pathlib import Path

from almandine.cli.doctor.finding import Finding, Level
from almandine.cli.doctor.machine import Machine, check_machine, check_mark

SOUND = Machine(
    "1.0", "3.11.7", compiled=True, data=Path("data"), problem="", free=50, total=100
)


def level_of(check: str, facts: Machine) -> Level:
    return {each.check: each.level for each in check_machine(facts)}[check]


def test_a_sound_machine_is_ok() -> None:
    assert {each.level for each in check_machine(SOUND)} == {Level.OK}


def test_it_says_whether_the_loops_over_fields_are_compiled() -> None:
    told = [next(check_machine(replace(SOUND, compiled=one))) for one in (True, False)]
    assert told[0].found.endswith(", compiled")
    assert "C compiler" in told[1].found


def test_a_directory_that_cannot_be_written_to_fails_with_the_reason() -> None:
    facts = replace(SOUND, problem="Read-only file system")
    found = list(check_machine(facts))[1]
    assert (found.level, found.found) == (Level.FAILED, "data: Read-only file system")


def test_a_tenth_of_the_disk_is_enough_and_less_is_not() -> None:
    assert level_of("disk", replace(SOUND, free=10)) is Level.OK
    assert level_of("disk", replace(SOUND, free=9)) is Level.WARNING


def test_less_than_a_hundredth_of_the_disk_fails() -> None:
    assert level_of("disk", replace(SOUND, free=100, total=10_000)) is Level.WARNING
    assert level_of("disk", replace(SOUND, free=99, total=10_000)) is Level.FAILED


def test_a_directory_that_is_not_there_says_nothing_of_its_disk() -> None:
    checks = [each.check for each in check_machine(replace(SOUND, total=0))]
    assert checks == ["program", "data directory"]


def test_the_directory_of_another_database_fails() -> None:
    found: Finding = check_mark("other", "ours")
    assert (found.level, "doctor --adopt" in found.advice) == (Level.FAILED, True)


def test_a_directory_without_a_mark_is_not_the_one_either() -> None:
    assert check_mark("", "ours").level is Level.FAILED


def test_the_right_directory_is_ok_and_so_is_the_first() -> None:
    assert check_mark("ours", "ours").level is Level.OK
    assert check_mark("", "").level is Level.OK
