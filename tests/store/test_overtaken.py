"""A worker that is overtaken between two steps of its own."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from almandine.delivery.workspace import LocalWorkspace
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


class Slow(LocalWorkspace):
    """A workspace in which somebody acts just before a file gets its name."""

    act: Callable[[str], object]

    def assemble(self, run_id: str, name: str, **parts: Any) -> tuple[int, str]:  # noqa: ANN401 - whatever it takes
        made = super().assemble(run_id, name, **parts)
        path = self.path(run_id, name)
        data = path.read_bytes()
        self.act(run_id)
        path.parent.mkdir()
        path.write_bytes(data)
        return made


def test_a_run_that_another_one_broke_off_leaves_no_file(workshop: Workshop) -> None:
    workshop.know(writing(lambda bibs, _: Part(b"all of them", len(bibs))))
    run = workshop.submit(WRITE_ID, workshop.set_of_bibs(MEMBERS))
    worker = workshop.at_bench()

    def break_off(run_id: str) -> None:
        with workshop.store.write() as tx:
            latest = tx.runs.find(run_id)
            assert latest is not None
            tx.runs.save(latest.moved(Status.FAILED, tx.now()))
        worker.bench.workspace.drop(run_id)

    slow = Slow(workshop.home.directory / "artifacts", workshop.institution)
    slow.act = break_off
    late = replace(worker, bench=replace(worker.bench, workspace=slow))
    assert late.execute(run.run_id) is None
    assert workshop.files_of(run.run_id) == {}


def test_a_run_that_is_to_stop_takes_no_more_members_down(workshop: Workshop) -> None:
    workshop.know(stamping())
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(MEMBERS))

    def stop() -> None:
        with workshop.store.write() as tx:
            abort(run.run_id, tx=tx, now=workshop.clock.now())

    beaten = Beaten(workshop.store, 4, stop)
    worker = replace(within(workshop.at_bench(), beaten), range_size=1)
    assert worker.execute(run.run_id) is Status.USER_ABORTED
    assert beaten.begun == 4 + 2, "one sees it, one ends the run"


@dataclass
class Forgetful(Beaten):
    """A store that a crash takes a commit back from, which no thread notices."""

    is_lost: Callable[[Tx], bool] = lambda _: False
    """Tells by what is to be committed; the first one is lost."""
    forgot: bool = False

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        try:
            with self.store.write(durable=durable) as tx:
                yield tx
                if not durable:
                    self._forget(tx)
        except _TakenBack:
            self.forgot = True

    def _forget(self, tx: Tx) -> None:
        if not self.forgot and self.is_lost(tx):
            raise _TakenBack


class _TakenBack(Exception):  # noqa: N818 - as a crash does
    """The commit did not reach the disk."""


@pytest.mark.parametrize("range_size", [5, 20])
@pytest.mark.parametrize("lost", ["members", "chunk"])
def test_what_a_crash_took_back_is_done_again(
    workshop: Workshop, lost: str, range_size: int
) -> None:
    workshop.know(stamping())
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(20))

    def is_lost(tx: Tx) -> bool:
        spans = tx.ranges.of(run.run_id)
        if lost == "members":
            return len(spans) * range_size == 20
        return sum(span.cursor for span in spans) == 10

    forgetful = Forgetful(workshop.store, -1, lambda: None, is_lost=is_lost)
    worker = within(workshop.at_bench(chunk_size=5), forgetful)
    ended = replace(worker, range_size=range_size).execute(run.run_id)
    assert ended is Status.COMPLETED_FAILED
    assert forgetful.forgot
    events = [event.record_id for event in workshop.events_of(run.run_id)]
    assert events == [bib_of(number).mms_id for number in range(1, 21)]
