"""Several workers at the ranges of one run, and workers that leave one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event
from typing import Any, Final

import pytest

from almandine.engine.execute import Worker
from almandine.engine.jobtype import Part
from almandine.engine.rescue import rescue
from almandine.engine.run import Run, Status, Tally
from almandine.records.bib import Bib
from store.jobs_for_tests import (
    STAMP_ID,
    WRITE_ID,
    Nothing,
    at_the,
    expected_event,
    stamping,
    stamps_of,
    writing,
)
from store.workshop import HERE, HIDDEN, HIDE, Workshop, bib_of

MEMBERS: Final = 65
"""In ranges of ten: seven of them."""
WORKERS: Final = 3


def ids() -> list[str]:
    return [bib_of(number).mms_id for number in range(1, MEMBERS + 1)]


def write_ids(bibs: Sequence[Bib], _params: Nothing) -> Part:
    return Part("".join(each.mms_id for each in bibs).encode(), len(bibs))


def submitted(site: Workshop, job_id: str = STAMP_ID) -> Run:
    return site.submit(job_id, site.set_of_bibs(MEMBERS))


def worker_of(site: Workshop, **bench: Any) -> Worker:  # noqa: ANN401 - of any field
    worker = site.at_bench(chunk_size=5, range_size=10)
    return replace(worker, bench=replace(worker.bench, **bench))


def carry_out_together(site: Workshop, run_id: str) -> list[Status | None]:
    """Let one worker begin, and all of them go on with it."""
    begun, gate = Event(), Event()

    def begin() -> None:
        begun.set()
        assert gate.wait(20)

    job = site.worker.job_types["stamp_bibs"]
    site.know(at_the(3, begin))
    first = worker_of(site)
    site.know(job)
    others = [worker_of(site) for _ in range(1, WORKERS)]
    with ThreadPoolExecutor(WORKERS) as threads:
        futures = [threads.submit(first.execute, run_id, 0)]
        assert begun.wait(20)
        futures += [
            threads.submit(worker.execute, run_id, shard)
            for shard, worker in enumerate(others, 1)
        ]
        # The others do all that the first has not claimed.
        while sum(future.done() for future in futures) < WORKERS - 1:
            pass
        gate.set()
    return [future.result() for future in futures]


def test_workers_share_the_ranges_of_a_run(workshop: Workshop) -> None:
    workshop.know(stamping())
    run = submitted(workshop)
    endings = carry_out_together(workshop, run.run_id)
    bibs = workshop.bibs(ids())
    assert endings == [Status.COMPLETED_FAILED, None, None]
    assert [stamps_of(each) for each in bibs] == [
        int(expected_event(number)[0] == "changed") for number in range(1, MEMBERS + 1)
    ]
    events = [event.record_id for event in workshop.events_of(run.run_id)]
    assert events == ids()
    ended = workshop.run_of(run.run_id)
    assert (ended.tally.done, ended.progress) == (MEMBERS, 100.0)


def test_each_worker_that_comes_calls_for_one_more(workshop: Workshop) -> None:
    workshop.know(stamping())
    run = submitted(workshop)
    worker_of(workshop).execute(run.run_id)
    waiting = [row[0] for row in workshop.home.queued()]
    assert set(waiting) == {f"{HERE}/{run.run_id}/{shard}" for shard in (0, 1)}


def test_a_run_of_one_range_calls_for_nobody(workshop: Workshop) -> None:
    run = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
    workshop.at_bench().execute(run.run_id)
    assert len(workshop.home.queued()) == 1


def test_a_file_is_in_order_whoever_wrote_its_parts(workshop: Workshop) -> None:
    workshop.know(writing(write_ids))
    run = submitted(workshop, WRITE_ID)
    leaving = Event()
    for shard in range(4):
        # Each leaves after a range; the last one stays.
        leaving.set() if shard < 3 else leaving.clear()
        worker_of(workshop, is_leaving=leaving.is_set).execute(run.run_id, shard)
    name = f"WRITTEN_{run.run_id}_1.txt"
    assert workshop.files_of(run.run_id) == {name: "".join(ids()).encode()}


@dataclass
class After:
    """Says yes from the n-th time on that it is asked."""

    times: int

    def __call__(self) -> bool:
        self.times -= 1
        return self.times < 0


@pytest.mark.parametrize("chunks", range(6))
def test_a_worker_that_leaves_keeps_what_it_has_done(
    workshop: Workshop, chunks: int
) -> None:
    workshop.know(stamping())
    run = submitted(workshop)
    left = worker_of(workshop, is_leaving=After(chunks)).execute(run.run_id)
    done = workshop.run_of(run.run_id).tally.done
    called = [str(row[0]).rpartition("/")[2] for row in workshop.home.queued()]
    assert left is None
    assert done < MEMBERS
    # Whoever was called for goes on, without waiting for anybody's silence.
    last = max(map(int, called))
    assert last >= 1
    ending = worker_of(workshop).execute(run.run_id, last)
    ended = workshop.run_of(run.run_id)
    assert (ending, ended.tally.done) == (Status.COMPLETED_FAILED, MEMBERS)
    events = [event.record_id for event in workshop.events_of(run.run_id)]
    assert events == ids()


def test_a_worker_leaves_a_long_run_to_others_when_another_one_waits(
    workshop: Workshop,
) -> None:
    def a_while() -> None:
        workshop.clock.move(timedelta(seconds=3))

    workshop.know(at_the(5, a_while))
    run = submitted(workshop)
    other = workshop.submit(HIDE, workshop.add_set(set_id="other"), HIDDEN)
    left = worker_of(workshop).execute(run.run_id)
    assert left is None
    assert workshop.run_of(run.run_id).tally.done == 10
    assert workshop.status_of(other.run_id) is Status.QUEUED


def test_a_worker_stays_when_nobody_else_waits(workshop: Workshop) -> None:
    def a_while() -> None:
        workshop.clock.move(timedelta(seconds=3))

    workshop.know(at_the(5, a_while))
    run = submitted(workshop)
    assert worker_of(workshop).execute(run.run_id) is Status.COMPLETED_FAILED


def test_one_that_breaks_ends_the_run_for_all(workshop: Workshop) -> None:
    begun, ended = Event(), Event()

    def wait() -> None:
        begun.set()
        assert ended.wait(20)

    workshop.know(at_the(3, wait))
    run = submitted(workshop)
    slow = worker_of(workshop)

    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(slow.execute, run.run_id, 0)
        assert begun.wait(20)
        broken = replace(
            worker_of(workshop),
            job_types={"stamp_bibs": replace(stamping(), params=Unreadable)},
        )
        assert broken.execute(run.run_id, 1) is Status.FAILED
        ended.set()
    assert future.result() is None
    assert workshop.run_of(run.run_id).tally == Tally()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Parameters that no run has."""

    missing: str


class TestRescue:
    """A run that the dispatcher has lost is put into the queue again."""

    def lose(self, site: Workshop) -> None:
        schema = "" if site.home.is_sqlite else "dbos."
        site.home.execute(f"UPDATE {schema}workflow_status SET status = 'ERROR'")  # noqa: S608 - a constant

    def rescue(self, site: Workshop, run: Run) -> bool:
        return rescue(run.run_id, site.store)

    def test_one_that_waits_is_not_lost(self, workshop: Workshop) -> None:
        run = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        assert not self.rescue(workshop, run)

    def test_one_that_nobody_stands_for_is_queued_once(
        self, workshop: Workshop
    ) -> None:
        run = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        self.lose(workshop)
        rescued = [self.rescue(workshop, run) for _ in range(2)]
        waiting = [row[0] for row in workshop.home.queued() if row[1] == "ENQUEUED"]
        assert rescued == [True, False]
        assert waiting == [f"{HERE}/{run.run_id}/1"]
        assert workshop.worker.execute(run.run_id, 1) is Status.COMPLETED_SUCCESS

    def test_ranges_of_workers_that_vanished_are_done(self, workshop: Workshop) -> None:
        def vanish() -> None:
            raise Vanished

        workshop.know(at_the(23, vanish))
        run = submitted(workshop)
        with pytest.raises(Vanished):
            worker_of(workshop).execute(run.run_id)
        self.lose(workshop)
        workshop.know(stamping())
        assert self.rescue(workshop, run)
        last = workshop.run_of(run.run_id).carrier
        ending = worker_of(workshop).execute(run.run_id, last)
        events = [event.record_id for event in workshop.events_of(run.run_id)]
        assert (ending, events) == (Status.COMPLETED_FAILED, ids())

    def test_what_has_ended_is_left_alone(self, workshop: Workshop) -> None:
        run = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        workshop.worker.execute(run.run_id)
        self.lose(workshop)
        before = workshop.home.content()
        assert not self.rescue(workshop, run)
        assert workshop.home.content() == before


class Vanished(BaseException):
    """The process is gone: nothing may catch this."""
