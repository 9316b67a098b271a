"""Instants of the protocol."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from almandine.wire.oai import instants

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_what_is_less_than_a_second_is_cut_off() -> None:
    late = NOON + timedelta(microseconds=999_999)
    assert instants.spell(late) == "2026-11-23T12:00:00Z"


def test_other_zones_are_told_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=1)))
    assert instants.spell(there) == "2026-11-23T12:00:00Z"


def test_years_have_four_digits() -> None:
    assert instants.spell(datetime(7, 1, 2, tzinfo=UTC)) == "0007-01-02T00:00:00Z"


def test_a_second_ends_when_the_next_one_begins() -> None:
    text = "2026-11-23T12:00:00Z"
    assert instants.beginning(text) == NOON
    assert instants.end(text) == NOON + timedelta(seconds=1)


def test_a_day_ends_when_the_next_one_begins() -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    assert instants.beginning("2026-11-23") == midnight
    assert instants.end("2026-11-23") == midnight + timedelta(days=1)


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:59:59Z"])
def test_the_last_day_of_all_ends_with_time(text: str) -> None:
    assert instants.end(text) == datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-11",
        "20261123",
        "2026-W48-1",
        "2026-02-30",
        "2026-11-23T12:00Z",
        "2026-11-23T12:00:00",
        "2026-11-23T12:00:00.5Z",
        "2026-11-23T12:00:00+00:00",
        "2026-11-23 12:00:00Z",
        "2026-11-23T24:00:00Z",
        "0000-01-01",
        "2026-11-23\n",
        "٢٠٢٦-11-23",
    ],
)
def test_nothing_else_is_an_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        instants.beginning(text)
