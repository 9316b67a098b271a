"""The demo polls an instance until it has ended."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from almandine.cli.demo.story import Story
from almandine.cli.demo.watch import Watch
from almandine.cli.failures import Failure
from almandine.env import Env


class Time:
    """Goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def sleep(self, duration: timedelta) -> None:
        self.now += duration


def watch(out: StringIO) -> Watch:
    time = Time()
    env = Env(lambda: time.now, time.sleep, lambda: "id", lambda: 0.0)
    return Watch(Story(Console(file=out), env), env)


def instance(status: str, progress: float) -> Mapping[str, Any]:
    return {"status": {"value": status}, "progress": progress, "name": "Export"}


def test_each_move_is_told_once() -> None:
    moves = [("QUEUED", 0), ("QUEUED", 0), ("RUNNING", 40.5), ("FAILED", 40.5)]
    seen = iter([instance(*move) for move in moves])
    out = StringIO()
    assert watch(out).to_the_end(lambda: next(seen)) == instance("FAILED", 40.5)
    told = [line.split()[:2] for line in out.getvalue().splitlines()]
    assert told == [["QUEUED", "0"], ["RUNNING", "40.5"], ["FAILED", "40.5"]]


def test_a_run_that_never_ends_is_given_up() -> None:
    with pytest.raises(Failure, match="it is QUEUED 0 %"):
        watch(StringIO()).to_the_end(lambda: instance("QUEUED", 0))
