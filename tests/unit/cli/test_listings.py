"""Lists for people, pipes and programs."""

import json
from datetime import UTC, date, datetime

import pytest

from almandine.cli.listings import show_rows, told

COLUMNS = ("id", "submitted_at")
ROWS = [("1", datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)), ("2", None)]


def test_a_pipe_gets_tabs_and_no_heading(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(COLUMNS, ROWS, json_wanted=False)
    assert capsys.readouterr().out == "1\t2026-11-23T12:00:01Z\n2\t\n"


def test_a_program_gets_an_array_of_objects(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows(COLUMNS, ROWS, json_wanted=True)
    assert json.loads(capsys.readouterr().out) == [
        {"id": "1", "submitted_at": "2026-11-23T12:00:01Z"},
        {"id": "2", "submitted_at": None},
    ]


def test_a_program_gets_an_empty_array_where_there_is_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_rows(COLUMNS, [], json_wanted=True)
    assert json.loads(capsys.readouterr().out) == []


def test_a_day_is_told_without_a_time() -> None:
    assert told(date(2026, 11, 23)) == "2026-11-23"
