"""The doctor on real databases of both kinds."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from almandine.cli import almandine
from almandine.store.installation import MARK_FILE
from databases.homes import Home
from store.workshop import HIDDEN, HIDE, NOON, Workshop

Findings = Mapping[str, Mapping[str, str]]


def examined(
    home: Home, capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, Findings]:
    """Return the exit code, and what was found by check."""
    where = ["--data", str(home.directory), "--database-url", home.url]
    capsys.readouterr()
    words = ("doctor", "--json", *words)
    code = almandine.main([*words, *where], standalone_mode=False) or 0
    found: Sequence[Mapping[str, Any]] = json.loads(capsys.readouterr().out)
    return code, {each["check"]: each for each in found}


def bad(findings: Findings) -> dict[str, str]:
    return {
        name: each["level"] for name, each in findings.items() if each["level"] != "ok"
    }


def test_a_new_service_is_sound(
    blank_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = examined(blank_home, capsys, "--deep")
    # The server of the tests does without the disk, and so fails that check.
    hurried = {} if blank_home.is_sqlite else {"durability": "failed"}
    machine = {"disk", "clock"}
    assert {n: at for n, at in bad(found).items() if n not in machine} == hurried
    assert code == (1 if hurried or bad(found).get("disk") == "failed" else 0)
    assert "queue" in found


def test_a_directory_that_was_not_mounted_fails_until_it_is_adopted(
    blank_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (blank_home.directory / MARK_FILE).unlink()
    code, found = examined(blank_home, capsys)
    assert (code, found["shared directory"]["level"]) == (1, "failed")
    _, found = examined(blank_home, capsys, "--adopt")
    assert found["shared directory"]["level"] == "ok"


def test_a_run_in_the_queue_is_no_orphan_and_one_without_a_workflow_is(
    workshop: Workshop, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    run = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
    _, found = examined(home, capsys)
    assert found["queue"]["level"] == "ok"
    schema = "" if home.is_sqlite else "dbos."
    home.execute(f"DELETE FROM {schema}workflow_status")  # noqa: S608 - a constant
    _, found = examined(home, capsys)
    assert found["queue"]["found"] == f"nobody will carry out 01ALM_INST {run.run_id}"
    assert found["workers"]["level"] == "warning"


def test_a_run_that_stands_still_since_noon_of_another_day_is_stuck(
    workshop: Workshop, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.clock.instant = NOON - timedelta(days=400)
    workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
    _, found = examined(home, capsys)
    assert found["progress"]["level"] == "warning"


def test_a_directory_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = examined(Home(tmp_path / "none"), capsys)
    assert (code, found["data directory"]["level"]) == (1, "failed")
    assert not (tmp_path / "none").exists()
