"""Runs carried out from end to end, on the real store and real files."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from almandine.engine.abort import abort
from almandine.engine.jobtype import Part
from almandine.engine.outcome import Outcome
from almandine.engine.ports import Artifact
from almandine.engine.run import Counter, Event, Run, Status, Tally
from almandine.faults import RunIsOver, UnknownRun
from almandine.records.bib import Bib
from almandine.store.tables.records import bib as bib_table
from almandine.store.tables.runs import artifact, range_members, run, run_range
from store.jobs_for_tests import (
    STAMP_ID,
    UNKNOWN_SHAPE,
    WRITE_ID,
    Nothing,
    at_the,
    expected_event,
    stamp_each,
    stamping,
    stamps_of,
    writing,
)
from store.workshop import EXPORT, HIDDEN, HIDE, NOON, Workshop, bib_of
from unit.engine.sets.refusing import refusal_of

BINARY = ("task_ExportBibParams_outputFormat_string", "ISO2709")


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


def test_a_record_job_deals_with_every_member_once(workshop: Workshop) -> None:
    workshop.know(stamping())
    submitted = stamped(workshop)
    status = workshop.at_bench().execute(submitted.run_id)
    numbers = range(1, 66)
    assert status is Status.COMPLETED_FAILED
    assert [stamps_of(each) for each in workshop.bibs(ids(65))] == [
        int(expected_event(number)[0] == "changed") for number in numbers
    ]
    assert workshop.events_of(submitted.run_id) == [
        Event(bib_of(number).mms_id, *expected_event(number)) for number in numbers
    ]


def test_a_run_ends_with_its_report(workshop: Workshop) -> None:
    workshop.know(stamping())
    submitted = stamped(workshop)
    workshop.clock.move(timedelta(minutes=1))
    workshop.at_bench().execute(submitted.run_id)
    later = NOON + timedelta(minutes=1)
    assert workshop.run_of(submitted.run_id) == replace(
        submitted,
        status=Status.COMPLETED_FAILED,
        status_at=later,
        ended_at=later,
        members=65,
        tally=Tally(changed=44, unchanged=12, failed=9),
        attempt=1,
        alert="alert_general_error_with_failed_number",
        counters=(
            Counter("almandine.records.changed", "Records updated", "44"),
            Counter("almandine.records.unchanged", "Records unchanged", "12"),
            Counter("almandine.records.failed", "Records failed", "9"),
            Counter("almandine.records.processed", "Records processed", "65"),
        ),
    )


def test_a_run_that_has_ended_keeps_no_ranges(workshop: Workshop) -> None:
    workshop.know(stamping())
    workshop.at_bench().execute(stamped(workshop).run_id)
    assert ranges_left(workshop) == 0


def test_a_second_run_of_a_repeatable_job_changes_nothing(workshop: Workshop) -> None:
    set_id = workshop.set_of_bibs(25)
    tallies: list[Tally] = []
    for _ in range(2):
        submitted = workshop.submit(HIDE, set_id, HIDDEN)
        workshop.at_bench().execute(submitted.run_id)
        tallies.append(workshop.run_of(submitted.run_id).tally)
    assert tallies == [Tally(changed=25), Tally(unchanged=25)]
    assert all(each.suppressed for each in workshop.bibs(ids(25)))


def test_the_members_are_those_at_the_beginning_of_the_run(workshop: Workshop) -> None:
    set_id = workshop.set_of_bibs(25)

    def grow() -> None:
        with workshop.store.write() as tx:
            tx.sets.add_members(set_id, ["990000000999990101"])

    workshop.know(at_the(3, grow))
    submitted = workshop.submit(STAMP_ID, set_id)
    workshop.at_bench().execute(submitted.run_id)
    assert workshop.run_of(submitted.run_id).members == 25


def test_a_member_that_was_deleted_meanwhile_fails_alone(workshop: Workshop) -> None:
    set_id = workshop.set_of_bibs(25)
    drop_bib(workshop, bib_of(13).mms_id)
    submitted = workshop.submit(HIDE, set_id, HIDDEN)
    status = workshop.at_bench().execute(submitted.run_id)
    with workshop.store.read() as tx:
        failed = tx.events.page(
            submitted.run_id, outcome="failed", limit=9, offset=0
        )
    assert (status, workshop.run_of(submitted.run_id).tally, failed) == (
        Status.COMPLETED_FAILED,
        Tally(changed=24, failed=1),
        ([Event(bib_of(13).mms_id, "failed", "no longer exists")], 1),
    )


def test_a_record_that_breaks_the_job_fails_alone(workshop: Workshop) -> None:
    def divide() -> None:
        raise ZeroDivisionError("nothing to divide by")

    workshop.know(at_the(2, divide))
    submitted = stamped(workshop, 4)
    workshop.at_bench().execute(submitted.run_id)
    assert workshop.events_of(submitted.run_id) == [
        Event(bib_of(1).mms_id, "changed", ""),
        Event(
            bib_of(2).mms_id, "failed", "ZeroDivisionError: nothing to divide by"
        ),
        Event(bib_of(3).mms_id, "changed", ""),
        Event(bib_of(4).mms_id, "changed", ""),
    ]


@pytest.mark.parametrize("job_id", [HIDE, EXPORT])
def test_an_empty_set_completes_with_no_bulks(workshop: Workshop, job_id: str) -> None:
    submitted = workshop.submit(job_id, workshop.add_set(), HIDDEN)
    status = workshop.at_bench().execute(submitted.run_id)
    ended = replace(
        submitted, status=Status.COMPLETED_NO_BULKS, ended_at=NOON, attempt=1
    )
    assert (status, workshop.run_of(submitted.run_id)) == (ended.status, ended)


@pytest.mark.parametrize("run_id", ["unknown", ""])
def test_there_is_nothing_to_carry_out_for_an_unknown_run(
    workshop: Workshop, run_id: str
) -> None:
    assert workshop.worker.execute(run_id) is None


def test_a_run_that_has_ended_is_not_carried_out_again(workshop: Workshop) -> None:
    submitted = workshop.submit(HIDE, workshop.set_of_bibs(5), HIDDEN)
    workshop.worker.execute(submitted.run_id)
    ended = workshop.run_of(submitted.run_id)
    again = workshop.worker.execute(submitted.run_id)
    assert (again, workshop.run_of(submitted.run_id)) == (None, ended)


def test_a_run_whose_set_is_gone_fails_and_says_so(workshop: Workshop) -> None:
    submitted = workshop.submit(HIDE, workshop.add_set(), HIDDEN)
    with workshop.store.write() as tx:
        tx.sets.delete("s1")
    status = workshop.worker.execute(submitted.run_id)
    (note,) = workshop.events_of(submitted.run_id)
    assert (status, note.outcome) == (Status.FAILED, "note")
    assert note.message.startswith("LookupError: set s1 does not exist any more (")


def test_a_run_of_a_job_type_that_was_taken_away_fails(workshop: Workshop) -> None:
    submitted = workshop.submit(HIDE, workshop.set_of_bibs(3), HIDDEN)
    without = replace(workshop.worker, job_types={})
    assert without.execute(submitted.run_id) is Status.FAILED


def test_a_job_type_of_a_shape_the_engine_does_not_run_fails(
    workshop: Workshop,
) -> None:
    workshop.know(UNKNOWN_SHAPE)
    submitted = workshop.submit("M77003", workshop.add_set())
    status = workshop.worker.execute(submitted.run_id)
    (note,) = workshop.events_of(submitted.run_id)
    assert status is Status.FAILED
    assert "shapeless: the engine does not run this shape yet" in note.message


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

    def overtake(self, site: Workshop) -> Run | None:
        with site.store.write() as tx:
            return tx.runs.take("1700000000010101")

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


class TestExport:
    """Files, their ledger, and their content."""

    def test_one_file_holds_all_records_in_the_order_of_the_set(
        self, workshop: Workshop
    ) -> None:
        content = b"".join(bib_of(number).marc for number in range(1, 66))
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(65), [BINARY])
        workshop.at_bench().execute(submitted.run_id)
        name = f"BIBLIOGRAPHIC_{submitted.run_id}_1.mrc"
        with workshop.store.read() as tx:
            made = tx.artifacts.of(submitted.run_id)
        sha256 = hashlib.sha256(content).hexdigest()
        assert made == [Artifact(name, len(content), sha256, 65)]
        assert workshop.files_of(submitted.run_id) == {name: content}

    def test_files_hold_no_more_records_than_asked_for(
        self, workshop: Workshop
    ) -> None:
        limit = ("task_ExportBibParams_maxSize_string", "20")
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(50), [BINARY, limit])
        workshop.at_bench().execute(submitted.run_id)
        stem = f"BIBLIOGRAPHIC_{submitted.run_id}"
        marc = [bib_of(number).marc for number in range(1, 51)]
        with workshop.store.read() as tx:
            records = [each.records for each in tx.artifacts.of(submitted.run_id)]
        assert records == [20, 20, 10]
        assert workshop.files_of(submitted.run_id) == {
            f"{stem}_1.mrc": b"".join(marc[:20]),
            f"{stem}_2.mrc": b"".join(marc[20:40]),
            f"{stem}_3.mrc": b"".join(marc[40:]),
        }

    def test_the_report_names_the_files(self, workshop: Workshop) -> None:
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(5))
        status = workshop.worker.execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.counters[0]) == (
            Status.COMPLETED_SUCCESS,
            Counter(
                "c.jobs.bibExport.link",
                "Link to exported records",
                f"BIBLIOGRAPHIC_{submitted.run_id}",
            ),
        )

    def test_a_file_is_kept_for_as_long_as_the_site_says(
        self, directory: Path
    ) -> None:
        site = Workshop(directory, artifact_retention=timedelta(days=2))
        submitted = site.submit(EXPORT, site.set_of_bibs(5))
        site.worker.execute(submitted.run_id)
        with site.app.database.reading() as connection:
            until = connection.execute(select(artifact.c.expires_at)).scalar_one()
        site.close()
        assert until == NOON + timedelta(days=2)

    def test_a_member_that_was_deleted_is_missing_in_the_file(
        self, workshop: Workshop
    ) -> None:
        set_id = workshop.set_of_bibs(3)
        drop_bib(workshop, bib_of(2).mms_id)
        submitted = workshop.submit(EXPORT, set_id, [BINARY])
        workshop.worker.execute(submitted.run_id)
        assert workshop.run_of(submitted.run_id).tally == Tally(changed=2, failed=1)
        assert list(workshop.files_of(submitted.run_id).values()) == [
            bib_of(1).marc + bib_of(3).marc
        ]
        assert workshop.events_of(submitted.run_id) == [
            Event(bib_of(2).mms_id, "failed", "no longer exists")
        ]

    def test_an_export_that_breaks_fails_and_leaves_no_file(
        self, workshop: Workshop
    ) -> None:
        def render(_bibs: Sequence[Bib], _params: Nothing) -> Part:
            raise OSError("no space left on device")

        workshop.know(writing(render))
        submitted = workshop.submit(WRITE_ID, workshop.set_of_bibs(5))
        status = workshop.worker.execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.alert, workshop.files_of(submitted.run_id)) == (
            Status.FAILED,
            "alert_general_error",
            {},
        )
