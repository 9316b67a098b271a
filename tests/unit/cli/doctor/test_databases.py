from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.cli.doctor.databases import DatabaseFacts, check_database
from almandine.cli.doctor.finding import Finding, Level

FILE = DatabaseFacts(
    kind="sqlite",
    version=(3, 40, 1),
    revision="",
    settings={"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1"},
)
SERVER = DatabaseFacts(
    kind="postgresql",
    version=(16, 2),
    revision="0002",
    ahead=timedelta(0),
    settings={
        "fsync": "on",
        "full_page_writes": "on",
        "max_connections": "300",
        "superuser_reserved_connections": "3",
        "idle_in_transaction_session_timeout": "5s",
    },
    connections=4,
    processes=3,
)


def finding(check: str, facts: DatabaseFacts) -> Finding:
    return {each.check: each for each in check_database(facts)}[check]


def with_setting(facts: DatabaseFacts, change: Mapping[str, str]) -> DatabaseFacts:
    return replace(facts, settings={**facts.settings, **change})


@pytest.mark.parametrize("facts", [FILE, SERVER])
def test_a_sound_database_is_ok(facts: DatabaseFacts) -> None:
    assert {each.level for each in check_database(facts)} == {Level.OK}


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (replace(SERVER, version=(13, 9)), Level.FAILED),
        (replace(SERVER, version=(14, 0)), Level.OK),
        (replace(FILE, version=(3, 34, 1)), Level.FAILED),
        (replace(FILE, version=(3, 35, 0)), Level.OK),
    ],
)
def test_the_oldest_that_will_do(facts: DatabaseFacts, level: Level) -> None:
    assert finding("database", facts).level is level


def test_tables_that_are_missing_are_named() -> None:
    found = finding("tables", replace(FILE, missing=["bib"]))
    assert (found.level, found.found) == (Level.WARNING, "no revision; missing: bib")


@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_may_be_off_by_a_second_and_no_more(sign: int) -> None:
    second = timedelta(seconds=1) * sign
    more = timedelta(seconds=1.001) * sign
    assert finding("clock", replace(SERVER, ahead=second)).level is Level.OK
    assert finding("clock", replace(SERVER, ahead=more)).level is Level.WARNING


@pytest.mark.parametrize(
    "change", [{"journal_mode": "delete"}, {"synchronous": "0"}, {"foreign_keys": "0"}]
)
def test_a_pragma_that_did_not_take_fails(change: Mapping[str, str]) -> None:
    assert finding("pragmas", with_setting(FILE, change)).level is Level.FAILED


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_does_not_write_to_disk_fails(name: str) -> None:
    found = finding("durability", with_setting(SERVER, {name: "off"}))
    assert (found.level, name in found.found) == (Level.FAILED, True)


def test_as_many_connections_as_all_processes_may_open_are_enough() -> None:
    enough = with_setting(SERVER, {"max_connections": "243"})
    short = with_setting(SERVER, {"max_connections": "242"})
    assert finding("connections", enough).level is Level.OK
    assert finding("connections", short).level is Level.WARNING


def test_a_pooler_that_drops_our_settings_is_found() -> None:
    change = {"idle_in_transaction_session_timeout": "0"}
    found = finding("idle transactions", with_setting(SERVER, change))
    assert (found.level, "pooler" in found.advice) == (Level.WARNING, True)


def test_damage_fails_with_what_was_said() -> None:
    found = finding("integrity", replace(FILE, damage="row 7 missing from index"))
    assert (found.level, found.found) == (Level.FAILED, "row 7 missing from index")


def test_without_a_deep_look_nothing_is_said_of_damage() -> None:
    assert "integrity" not in {each.check for each in check_database(FILE)}
