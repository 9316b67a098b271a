"""A worker that is overtaken between two steps of its own."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Final

import pytest

from almandine.engine.abort import abort
from almandine.engine.execute import Worker
from almandine.engine.jobtype import Part
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Status
from store.jobs_for_tests import STAMP_ID, WRITE_ID, stamping, writing
from store.workshop import Workshop, bib_of

MEMBERS: Final = 5


@dataclass
class Beaten:
    """A store before whose n-th transaction somebody else acts."""

    store: Store
    at: int
    act: Callable[[], object]
    begun: int = 0

    def _begin(self) -> None:
        number, self.begun = self.begun, self.begun + 1
        if number == self.at:
            self.act()

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()

    @contextmanager
    def read(self) -> Generator[Tx]:
        self._begin()
        with self.store.read() as tx:
            yield tx

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        self._begin()
        with self.store.write(durable=durable) as tx:
            yield tx


def within(worker: Worker, store: Store) -> Worker:
    return replace(worker, bench=replace(worker.bench, store=store))


@pytest.mark.parametrize("at", range(1, 16))
def test_the_file_of_a_run_that_another_one_ended_stays_as_it_is(
    workshop: Workshop, at: int
) -> None:
    workshop.know(
        writing(lambda bibs, _: Part(b"".join(b.mms_id.encode() for b in bibs), 5))
    )
    run = workshop.submit(WRITE_ID, workshop.set_of_bibs(MEMBERS))
    worker = workshop.at_bench()
    beaten = Beaten(workshop.store, at, lambda: worker.execute(run.run_id))
    within(worker, beaten).execute(run.run_id)
    written = "".join(bib_of(number).mms_id for number in range(1, MEMBERS + 1))
    assert workshop.status_of(run.run_id) is Status.COMPLETED_SUCCESS
    assert workshop.files_of(run.run_id) == {
        f"WRITTEN_{run.run_id}_1.txt": written.encode()
    }


def test_a_run_that_two_workers_are_to_stop_is_stopped_once(
    workshop: Workshop,
) -> None:
    workshop.know(stamping())
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(MEMBERS))
    with workshop.store.write() as tx:
        tx.runs.save(replace(run, status=Status.RUNNING))
        abort(run.run_id, tx=tx, now=workshop.clock.now())

    def stop_first() -> None:
        with workshop.store.write() as tx:
            latest = tx.runs.find(run.run_id)
            assert latest is not None
            tx.runs.save(latest.moved(Status.USER_ABORTED, tx.now()))

    beaten = Beaten(workshop.store, 1, stop_first)
    assert within(workshop.at_bench(), beaten).execute(run.run_id) is None
    assert workshop.status_of(run.run_id) is Status.USER_ABORTED


def test_members_are_on_disk_before_the_run_counts_on_them(
    workshop: Workshop,
) -> None:
    noted: list[bool] = []

    class Noting(Beaten):
        @contextmanager
        def write(self, *, durable: bool = False) -> Generator[Tx]:
            with self.store.write(durable=durable) as tx:
                yield tx
                started = tx.runs.find(run.run_id)
            if started is not None and started.status is Status.INITIALIZING:
                noted.append(durable)

    workshop.know(stamping())
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(MEMBERS))
    noting = Noting(workshop.store, -1, lambda: None)
    within(workshop.at_bench(), noting).execute(run.run_id)
    assert len(noted) >= 3
    assert all(noted)


def test_a_chunk_that_a_crash_took_back_is_done_again(workshop: Workshop) -> None:
    """A crash of the database that the thread of the run did not notice."""
    workshop.know(stamping())
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(20))

    @dataclass
    class Forgetful(Beaten):
        forgot: bool = False

        @contextmanager
        def write(self, *, durable: bool = False) -> Generator[Tx]:
            try:
                with self.store.write(durable=durable) as tx:
                    yield tx
                    self._forget(tx)
            except _TakenBack:
                self.forgot = True

        def _forget(self, tx: Tx) -> None:
            done = sum(span.cursor for span in tx.ranges.of(run.run_id))
            if done == 10 and not self.forgot:
                raise _TakenBack

    forgetful = Forgetful(workshop.store, -1, lambda: None)
    worker = within(workshop.at_bench(chunk_size=5), forgetful)
    assert worker.execute(run.run_id) is Status.COMPLETED_FAILED
    assert forgetful.forgot
    events = [event.record_id for event in workshop.events_of(run.run_id)]
    assert events == [bib_of(number).mms_id for number in range(1, 21)]


class _TakenBack(Exception):  # noqa: N818 - as a crash does
    """The commit did not reach the disk."""
