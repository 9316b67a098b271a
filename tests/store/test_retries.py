"""Deliveries that are tried again: how often, and who is heard in between."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from almandine.engine.delivering import Patience
from almandine.engine.execute import Worker
from almandine.engine.ports import Courier, DeliveryFailed
from almandine.engine.run import Event, Status
from store.depot import (
    FTP_HAS_FAILED,
    SEND,
    add_depot,
    add_requests,
    request,
    waiting,
)
from store.workshop import Workshop

MINUTE = timedelta(minutes=1)


@dataclass
class Failing:
    """A courier that fails so many times."""

    courier: Courier
    times: int
    may_pass: bool = True
    meanwhile: Callable[[], None] = lambda: None
    tries: int = field(default=0)

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        self.tries += 1
        if self.tries <= self.times:
            self.meanwhile()
            raise DeliveryFailed("no room", may_pass=self.may_pass)
        return self.courier.deliver(source, endpoint=endpoint, directory=directory)


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    workshop.add_job(SEND)
    workshop.add_endpoint("robot", "robot")
    add_depot(workshop)
    add_requests(workshop, request(1))
    return workshop


def with_courier(site: Workshop, courier: Failing) -> Worker:
    patience = Patience(tries=4, wait=MINUTE, longest=2 * MINUTE)
    return replace(site.at_bench(), courier=courier, patience=patience)


def failing(site: Workshop, times: int, *, may_pass: bool = True) -> Failing:
    return Failing(site.worker.courier, times, may_pass)


def test_what_passes_is_tried_again_after_longer_and_longer_waits(
    site: Workshop,
) -> None:
    courier, began = failing(site, 3), site.clock.now()
    run = site.submit("S64")
    with_courier(site, courier).execute(run.run_id)
    assert (courier.tries, site.status_of(run.run_id)) == (4, Status.COMPLETED_SUCCESS)
    assert 5 * MINUTE <= site.clock.now() - began < 7.5 * MINUTE
    assert (waiting(site), len(site.deliveries())) == ([], 1)


def test_after_the_last_try_the_run_ends_and_says_why(site: Workshop) -> None:
    courier = failing(site, 4)
    run = site.submit("S64")
    with_courier(site, courier).execute(run.run_id)
    ended = site.run_of(run.run_id)
    assert (courier.tries, ended.status) == (4, Status.COMPLETED_FAILED)
    assert ended.counters[-1] == FTP_HAS_FAILED
    assert site.events_of(run.run_id) == [Event("", "note", "robot: no room")]
    assert (waiting(site), site.deliveries()) == (["881"], [])


def test_what_does_not_pass_is_not_tried_again(site: Workshop) -> None:
    courier = failing(site, 4, may_pass=False)
    run = site.submit("S64")
    with_courier(site, courier).execute(run.run_id)
    assert (courier.tries, site.status_of(run.run_id)) == (1, Status.COMPLETED_FAILED)


def test_a_run_that_is_stopped_between_two_tries_sends_nothing(site: Workshop) -> None:
    run = site.submit("S64")

    def stop() -> None:
        with site.store.write() as tx:
            tx.runs.request_abort(run.run_id)

    courier = replace(failing(site, 3), meanwhile=stop)
    with_courier(site, courier).execute(run.run_id)
    assert (courier.tries, site.status_of(run.run_id)) == (1, Status.USER_ABORTED)
    assert (waiting(site), site.deliveries()) == (["881"], [])
    assert not (site.directory / "robot").exists()


def test_a_worker_that_leaves_between_two_tries_leaves_them_to_others(
    site: Workshop,
) -> None:
    courier = failing(site, 1)
    worker = with_courier(site, courier)
    leaving = [False, True]
    bench = replace(worker.bench, is_leaving=lambda: courier.tries > 0 and leaving[-1])
    run = site.submit("S64")
    assert replace(worker, bench=bench).execute(run.run_id) is None
    left = site.run_of(run.run_id)
    assert (left.status, left.carrier) == (Status.FINALIZING, 1)
    assert len(site.home.queued()) == 2
    worker.execute(run.run_id, left.carrier)
    assert site.status_of(run.run_id) is Status.COMPLETED_SUCCESS
    assert (courier.tries, waiting(site), len(site.deliveries())) == (2, [], 1)


def test_a_worker_that_was_overtaken_between_two_tries_sends_no_more(
    site: Workshop,
) -> None:
    run = site.submit("S64")
    courier = failing(site, 1)

    def overtake() -> None:
        site.at_bench().execute(run.run_id)

    overtaken = replace(courier, meanwhile=overtake)
    assert with_courier(site, overtaken).execute(run.run_id) is None
    assert (overtaken.tries, site.status_of(run.run_id)) == (
        1,
        Status.COMPLETED_SUCCESS,
    )
    assert len(site.deliveries()) == 1


def test_a_worker_that_was_overtaken_amid_a_delivery_records_none(
    site: Workshop,
) -> None:
    run = site.submit("S64")

    @dataclass
    class Late:
        """A courier during whose delivery another worker ends the run."""

        def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
            site.at_bench().execute(run.run_id)
            return f"late: {endpoint}/{directory}/{source.name}"

    overtaken = replace(site.at_bench(), courier=Late())
    assert overtaken.execute(run.run_id) is None
    assert site.status_of(run.run_id) is Status.COMPLETED_SUCCESS
    assert [path for _, path in site.deliveries() if path.startswith("late")] == []
    assert len(site.deliveries()) == 1
