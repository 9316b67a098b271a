"""What is counted, when it is stored, and what is lost."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from almandine.faults import DailyThreshold, Refused
from almandine.http.budget import Budget
from unit.http.edge import NOON, Clock, MemoryUsage

TODAY = NOON.date()
ABC = "01ABC_INST"
SECOND = timedelta(seconds=1)


@dataclass
class Day:
    clock: Clock = field(default_factory=Clock)
    usage: MemoryUsage = field(default_factory=MemoryUsage)

    def budget(self, limit: int = 100) -> Budget:
        return Budget(self.usage, self.clock.env(), limit)

    async def spend(self, budget: Budget, count: int) -> int:
        """Return what is left after so many requests."""
        left = await budget.left(ABC, self.clock.at)
        for _ in range(count):
            left = budget.take(ABC, self.clock.at)
        return left


def run(story: Callable[[Day], Coroutine[None, None, None]]) -> Day:
    day = Day()
    asyncio.run(story(day))
    return day


def test_what_was_counted_is_stored_at_the_end() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await day.spend(budget, 3)
        await budget.close()

    assert run(story).usage.used == {(TODAY, ABC): 3}


def test_nothing_is_stored_within_the_first_second() -> None:
    async def story(day: Day) -> None:
        await day.spend(day.budget(), 3)

    assert run(story).usage.used == {(TODAY, ABC): 0}


def test_a_request_after_a_second_stores_those_before() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await day.spend(budget, 3)
        day.clock.pass_by(SECOND)
        await day.spend(budget, 1)
        while (TODAY, ABC) not in day.usage.used or not day.usage.used[TODAY, ABC]:
            await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})

    assert run(story).usage.used == {(TODAY, ABC): 4}


def test_a_restart_goes_on_where_the_day_stood() -> None:
    async def story(day: Day) -> None:
        before = day.budget()
        await day.spend(before, 3)
        await before.close()
        assert await day.spend(day.budget(), 1) == 96

    run(story)


def test_other_processes_are_seen_once_a_second() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await day.spend(budget, 1)
        day.usage.used[TODAY, ABC] += 50
        await budget.flush()
        assert await budget.left(ABC, day.clock.at) == 49

    run(story)


def test_what_could_not_be_stored_is_stored_later() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await day.spend(budget, 3)
        day.usage.broken = True
        await budget.flush()
        day.usage.broken = False
        await budget.flush()

    assert run(story).usage.used == {(TODAY, ABC): 3}


def test_yesterday_is_stored_under_its_own_day() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await day.spend(budget, 3)
        day.clock.pass_by(timedelta(days=1))
        await day.spend(budget, 2)
        await budget.close()

    tomorrow = TODAY + timedelta(days=1)
    assert run(story).usage.used == {(TODAY, ABC): 3, (tomorrow, ABC): 2}


def test_two_first_requests_at_once_are_both_counted() -> None:
    async def story(day: Day) -> None:
        budget = day.budget()
        await asyncio.gather(day.spend(budget, 1), day.spend(budget, 1))
        await budget.close()

    assert run(story).usage.used == {(TODAY, ABC): 2}


def test_the_last_request_of_the_day_is_let_through_and_the_next_is_not() -> None:
    async def story(day: Day) -> None:
        budget = day.budget(limit=2)
        assert await day.spend(budget, 2) == 0
        with pytest.raises(Refused) as refused:
            await day.spend(budget, 1)
        assert refused.value.refusal == DailyThreshold()

    run(story)


def test_more_used_than_allowed_is_nothing_left() -> None:
    async def story(day: Day) -> None:
        day.usage.used[TODAY, ABC] = 5
        assert await day.budget(limit=2).left(ABC, day.clock.at) == 0

    run(story)
