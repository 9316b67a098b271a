"""Progress in a pipe: few lines, each with what is left."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from almandine.cli.progress import Lines, over, progress, under_way
from almandine.env import Env

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Clock:
    now: datetime = NOON

    def env(self) -> Env:
        return Env(
            now=lambda: self.now,
            sleep=lambda _: None,
            new_id=lambda: "id",
            jitter=lambda: 0.0,
        )


def test_work_under_way_tells_its_rate_and_the_time_left() -> None:
    assert under_way(500, 1500, 5 * SECOND) == "500 of 1,500, 100/s, 10 s left"


def test_work_of_unknown_size_tells_its_rate_only() -> None:
    assert under_way(5000, 0, 5 * SECOND) == "5,000, 1,000/s"


def test_work_that_has_not_begun_tells_how_long_it_has_been_waiting() -> None:
    assert under_way(0, 1500, 7 * SECOND) == "waiting for 7 s"


def test_work_that_is_over_tells_how_long_it_took() -> None:
    assert over(1500, 3 * SECOND) == "1,500 in 3.0 s, 500/s"


def test_nothing_done_in_no_time_has_no_rate() -> None:
    assert over(0, timedelta()) == "0 in 0.0 s"


def test_a_line_is_told_every_five_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    lines = Lines("Titles", NOON, clock.env())
    for done in range(12):
        clock.now = NOON + done * SECOND
        lines.tell(done, 12)
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "Titles: 5 of 12, 1/s, 7 s left",
        "Titles: 10 of 12, 1/s, 2 s left",
    ]


def test_in_a_pipe_the_last_line_says_how_it_went(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    with progress("Titles", clock.env()) as tell:
        clock.now += 2 * SECOND
        tell(50, 50)
    assert capsys.readouterr().err == "Titles: 50 in 2.0 s, 25/s\n"
