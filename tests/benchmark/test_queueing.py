"""The simulation, held against what is known without one."""

from math import factorial
from random import Random

import pytest
from bench.scale.queueing import Arrival, Ended, Range, Site, simulate

RUNS = 150_000


def one(at: float, *works: float, flow: str = "run") -> Arrival:
    return Arrival(at, flow, [Range(work) for work in works])


def at_random(*, load: float, workers: int) -> list[Arrival]:
    """Return a Poisson stream of runs that take a second on average."""
    chance = Random(1)  # noqa: S311 - no secret
    now = 0.0
    found: list[Arrival] = []
    for _ in range(RUNS):
        now += chance.expovariate(load * workers)
        found.append(one(now, chance.expovariate(1.0)))
    return found


def erlang_c(*, load: float, workers: int) -> float:
    """Return the mean wait in an M/M/c queue, in times of service."""
    asked = load * workers
    full = asked**workers / factorial(workers) / (1 - load)
    free = sum(asked**number / factorial(number) for number in range(workers))
    return full / (free + full) / (workers * (1 - load))


def mean_wait(runs: list[Arrival], workers: int) -> float:
    ended = list(simulate(runs, Site(workers)))
    return sum(each.waited for each in ended) / len(ended)


@pytest.mark.parametrize(("workers", "load"), [(1, 0.5), (4, 0.7)])
def test_random_runs_wait_as_long_as_the_formula_of_erlang_says(
    workers: int, load: float
) -> None:
    found = mean_wait(at_random(load=load, workers=workers), workers)
    assert found == pytest.approx(erlang_c(load=load, workers=workers), rel=0.08)


def test_all_runs_end_and_none_before_its_work_is_done() -> None:
    runs = at_random(load=0.5, workers=3)
    works = sum(each.work for run in runs for each in run.ranges)
    ended = list(simulate(runs, Site(3)))
    assert len(ended) == RUNS
    assert sum(each.took - each.waited for each in ended) == pytest.approx(works)


def test_a_run_that_meets_a_free_worker_does_not_wait() -> None:
    assert list(simulate([one(5.0, 2.0)], Site(1))) == [Ended("run", 0.0, 2.0)]


def test_the_ranges_of_one_run_are_done_side_by_side() -> None:
    (ended,) = simulate([one(0.0, 2.0, 2.0, 2.0, 2.0)], Site(2))
    assert ended.took == pytest.approx(4.0)


def test_a_small_run_waits_for_all_of_a_large_one_that_came_first() -> None:
    runs = [one(0.0, 10.0, 10.0, 10.0, flow="large"), one(1.0, 1.0, flow="small")]
    waits = {each.flow: each.waited for each in simulate(runs, Site(1))}
    assert waits["small"] == pytest.approx(29.0)


def test_a_small_run_waits_for_one_range_where_runs_take_turns() -> None:
    runs = [one(0.0, 10.0, 10.0, 10.0, flow="large"), one(1.0, 1.0, flow="small")]
    waits = {each.flow: each.waited for each in simulate(runs, Site(1, by_turns=True))}
    assert waits["small"] == pytest.approx(9.0)


@pytest.mark.parametrize(
    ("asked", "site"),
    [
        (Range(10.0, server=10.0), Site(2, cores=1)),
        (Range(10.0, log=100.0), Site(2, log_rate=10)),
    ],
)
def test_two_workers_that_each_need_the_whole_server_take_twice_as_long(
    asked: Range, site: Site
) -> None:
    (ended,) = simulate([Arrival(0.0, "run", [asked, asked])], site)
    assert ended.took == pytest.approx(20.0)


def test_a_server_that_is_half_idle_slows_nobody_down() -> None:
    asked = Range(10.0, server=2.5)
    (ended,) = simulate([Arrival(0.0, "run", [asked, asked])], Site(2, cores=1))
    assert ended.took == pytest.approx(10.0)
