"""Runs that are asked to stop, or overtaken by another worker."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, func, select

from almandine.engine.abort import abort
from almandine.engine.jobtype import Part
from almandine.engine.outcome import Outcome
from almandine.engine.run import Run, Status, Tally
from almandine.faults import RunIsOver, UnknownRun
from almandine.records.bib import Bib
from almandine.store.tables.records import bib as bib_table
from almandine.store.tables.runs import range_members, run, run_range
from store.jobs_for_tests import (
    STAMP_ID,
    WRITE_ID,
    Nothing,
    at_the,
    expected_event,
    stamp_each,
    stamping,
    stamps_of,
    writing,
)
from store.workshop import HIDDEN, HIDE, NOON, Workshop, bib_of
from unit.engine.sets.refusing import refusal_of


def ranges_left(site: Workshop) -> int:
    """Count what runs keep only while they work."""
    with site.app.database.reading() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (run_range, range_members)
        )


def ids(count: int) -> list[str]:
    return [bib_of(number).mms_id for number in range(1, count + 1)]


def drop_bib(site: Workshop, mms_id: str) -> None:
    with site.app.database.writing() as connection:
        connection.execute(delete(bib_table).where(bib_table.c.mms_id == mms_id))


def stamped(site: Workshop, count: int = 65) -> Run:
    """Submit the stamping job over some bibs."""
    return site.submit(STAMP_ID, site.set_of_bibs(count))


class TestAborting:
    """A run stops where it is asked to, and keeps what it had done."""

    def ask(self, site: Workshop, run_id: str) -> Run:
        with site.store.write() as tx:
            return abort(run_id, tx=tx, now=site.clock.now())

    def test_a_run_that_has_not_begun_ends_at_once(self, workshop: Workshop) -> None:
        submitted = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        aborted = self.ask(workshop, submitted.run_id)
        expected = replace(submitted, status=Status.USER_ABORTED, ended_at=NOON)
        assert (aborted, workshop.run_of(submitted.run_id)) == (expected, expected)
        assert workshop.worker.execute(submitted.run_id) is None

    def test_a_running_one_keeps_whole_chunks(self, workshop: Workshop) -> None:
        workshop.know(
            at_the(33, lambda: self.ask(workshop, "1700000000010101")),
        )
        submitted = stamped(workshop)
        status = workshop.at_bench().execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.tally, ended.alert, ended.counters) == (
            Status.USER_ABORTED,
            Tally(changed=20, unchanged=6, failed=4),
            "",
            (),
        )
        assert len(workshop.events_of(submitted.run_id)) == 30
        assert sum(map(stamps_of, workshop.bibs(ids(65)))) == 20
        assert ranges_left(workshop) == 0

    def test_a_taken_one_stops_before_its_first_record(
        self, workshop: Workshop
    ) -> None:
        submitted = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        with workshop.store.write() as tx:
            tx.runs.request_abort(submitted.run_id)
        status = workshop.worker.execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.status, ended.tally) == (
            Status.USER_ABORTED,
            Status.USER_ABORTED,
            Tally(),
        )

    def test_an_export_leaves_no_file(self, workshop: Workshop) -> None:
        def render(bibs: Sequence[Bib], _params: Nothing) -> Part:
            if bibs[0].mms_id == bib_of(31).mms_id:
                self.ask(workshop, "1700000000010101")
            return Part(b"x" * len(bibs), len(bibs))

        workshop.know(writing(render))
        submitted = workshop.submit(WRITE_ID, workshop.set_of_bibs(65))
        status = workshop.at_bench().execute(submitted.run_id)
        assert (status, workshop.files_of(submitted.run_id)) == (
            Status.USER_ABORTED,
            {},
        )

    def test_asking_twice_is_asking_once(self, workshop: Workshop) -> None:
        submitted = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        running = replace(submitted, status=Status.RUNNING)
        with workshop.store.write() as tx:
            tx.runs.save(running)
        asked = [self.ask(workshop, submitted.run_id) for _ in range(2)]
        assert asked == [replace(running, abort_requested=True)] * 2

    def test_what_has_ended_cannot_be_stopped(self, workshop: Workshop) -> None:
        submitted = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
        workshop.worker.execute(submitted.run_id)
        refusal = refusal_of(lambda: self.ask(workshop, submitted.run_id))
        assert refusal == RunIsOver(submitted.run_id, "COMPLETED_SUCCESS")

    def test_an_unknown_run_cannot_be_stopped(self, workshop: Workshop) -> None:
        refusal = refusal_of(lambda: self.ask(workshop, "1"))
        assert refusal == UnknownRun("1")


class TestFencing:
    """Whoever was overtaken ends without a trace."""

    def overtake(self, site: Workshop) -> None:
        """Take the place of the worker that is at the run, and do nothing there."""
        with site.store.write() as tx:
            tx.runs.take("1700000000010101", 0)
            tx.ranges.claim("1700000000010101", 0, "another")

    def test_an_overtaken_attempt_writes_nothing_more(self, workshop: Workshop) -> None:
        workshop.know(at_the(33, lambda: self.overtake(workshop)))
        submitted = stamped(workshop)
        outcome = workshop.at_bench().execute(submitted.run_id)
        left = workshop.run_of(submitted.run_id)
        assert (outcome, left.status, left.attempt, left.tally.done) == (
            None,
            Status.RUNNING,
            2,
            30,
        )
        assert len(workshop.events_of(submitted.run_id)) == 30
        assert sum(map(stamps_of, workshop.bibs(ids(65)))) == 20

    def test_the_later_attempt_finishes_the_work(self, workshop: Workshop) -> None:
        workshop.know(at_the(33, lambda: self.overtake(workshop)))
        submitted = stamped(workshop)
        workshop.at_bench().execute(submitted.run_id)
        workshop.know(stamping())
        status = workshop.at_bench().execute(submitted.run_id)
        assert status is Status.COMPLETED_FAILED
        assert [stamps_of(each) for each in workshop.bibs(ids(65))] == [
            int(expected_event(number)[0] == "changed") for number in range(1, 66)
        ]

    def test_an_overtaken_attempt_that_breaks_does_not_end_the_run(
        self, workshop: Workshop
    ) -> None:
        def render(_bibs: Sequence[Bib], _params: Nothing) -> Part:
            self.overtake(workshop)
            raise OSError("no space left on device")

        workshop.know(writing(render))
        submitted = workshop.submit(WRITE_ID, workshop.set_of_bibs(5))
        outcome = workshop.worker.execute(submitted.run_id)
        assert (outcome, workshop.status_of(submitted.run_id)) == (
            None,
            Status.RUNNING,
        )

    def test_an_attempt_whose_run_was_removed_ends_quietly(
        self, workshop: Workshop
    ) -> None:
        def render(_bibs: Sequence[Bib], _params: Nothing) -> Part:
            with workshop.app.database.writing() as connection:
                connection.execute(delete(run))
            raise OSError("gone")

        workshop.know(writing(render))
        submitted = workshop.submit(WRITE_ID, workshop.set_of_bibs(5))
        assert workshop.worker.execute(submitted.run_id) is None

    def test_it_makes_no_difference_how_often_a_run_is_taken_over(
        self, workshop: Workshop
    ) -> None:
        seen: list[str] = []

        def once(bib: Bib, params: Nothing) -> Outcome[Bib]:
            if bib.mms_id not in seen:
                seen.append(bib.mms_id)
                self.overtake(workshop)
            return stamp_each(bib, params)

        workshop.know(stamping(once))
        submitted = stamped(workshop, 20)
        worker = workshop.at_bench(chunk_size=1)
        outcomes = [worker.execute(submitted.run_id) for _ in range(21)]
        assert outcomes == [None] * 20 + [Status.COMPLETED_FAILED]
        assert [stamps_of(each) for each in workshop.bibs(ids(20))] == [
            int(expected_event(number)[0] == "changed") for number in range(1, 21)
        ]
