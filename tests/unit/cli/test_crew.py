"""Workers are started, replaced and stopped."""

import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from almandine.cli.crew import Crew

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Worker:
    """A process that does as it is told."""

    code: int | None = None
    stubborn: bool = False
    calls: list[str] = field(default_factory=list[str])

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.calls.append("terminate")
        self.code = None if self.stubborn else -15

    def kill(self) -> None:
        self.calls.append("kill")
        self.code = -9

    def wait(self, timeout: float | None = None) -> int:
        if self.code is None:
            raise subprocess.TimeoutExpired("worker", timeout or 0)
        return self.code


@dataclass
class Site:
    """What a crew acts on, and what it did."""

    now: datetime = NOON
    started: dict[str, Worker] = field(default_factory=dict[str, Worker])
    dead: list[str] = field(default_factory=list[str])

    def start(self, worker_id: str) -> Worker:
        self.started[worker_id] = Worker()
        return self.started[worker_id]

    def crew(self, size: int) -> Crew:
        return Crew(
            size=size,
            start=self.start,
            new_id=lambda: f"w{len(self.started) + 1}",
            declare_dead=self.dead.append,
            now=lambda: self.now,
        )


def test_as_many_workers_are_started_as_were_asked_for() -> None:
    site = Site()
    site.crew(2).look_after()
    assert list(site.started) == ["w1", "w2"]


def test_a_killed_worker_is_declared_dead_and_replaced_at_once() -> None:
    site = Site()
    crew = site.crew(2)
    crew.look_after()
    site.started["w1"].code = -9
    crew.look_after()
    assert (site.dead, list(site.started)) == (["w1"], ["w1", "w2", "w3"])


def test_a_worker_that_fails_at_its_start_is_replaced_after_a_pause() -> None:
    site = Site()
    crew = site.crew(1)
    crew.look_after()
    site.started["w1"].code = 1
    crew.look_after()
    assert list(site.started) == ["w1"]
    site.now += timedelta(seconds=2)
    crew.look_after()
    assert list(site.started) == ["w1", "w2"]


def test_the_pause_grows_with_each_failure_up_to_half_a_minute() -> None:
    site = Site()
    crew = site.crew(1)
    pauses: list[float] = []
    for _ in range(7):
        crew.look_after()
        list(site.started.values())[-1].code = 1
        crew.look_after()
        died, count = site.now, len(site.started)
        while len(site.started) == count:
            site.now += timedelta(seconds=1)
            crew.look_after()
        pauses.append((site.now - died).total_seconds())
    assert pauses == [2, 4, 8, 16, 30, 30, 30]


def test_a_worker_that_failed_after_a_long_life_is_replaced_at_once() -> None:
    site = Site()
    crew = site.crew(1)
    crew.look_after()
    site.now += timedelta(minutes=1)
    site.started["w1"].code = 1
    crew.look_after()
    assert list(site.started) == ["w1", "w2"]


def test_a_dismissed_worker_is_asked_to_end_and_no_more() -> None:
    site = Site()
    crew = site.crew(1)
    crew.look_after()
    crew.dismiss()
    assert site.started["w1"].calls == ["terminate"]


def test_a_dismissed_worker_is_dead_once_it_has_ended() -> None:
    site = Site()
    crew = site.crew(2)
    crew.look_after()
    crew.dismiss()
    assert site.dead == ["w1", "w2"]


def test_a_worker_that_does_not_end_is_killed() -> None:
    site = Site()
    crew = site.crew(1)
    crew.look_after()
    site.started["w1"].stubborn = True
    crew.dismiss()
    assert site.started["w1"].calls == ["terminate", "kill"]
