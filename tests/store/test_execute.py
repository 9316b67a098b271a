"""Runs carried out from end to end, on the real store and real files."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from almandine.engine.run import Counter, Event, Run, Status, Tally
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.store.tables.records import bib as bib_table
from almandine.store.tables.runs import range_members, run_range
from store.jobs_for_tests import (
    STAMP_ID,
    UNKNOWN_SHAPE,
    at_the,
    expected_event,
    stamp,
    stamping,
    stamps_of,
)
from store.workshop import EXPORT, HIDDEN, HIDE, NOON, Workshop, bib_of


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
        attempt=2,
        shards=2,
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
        failed = tx.events.page(submitted.run_id, outcome="failed", limit=9, offset=0)
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
        Event(bib_of(2).mms_id, "failed", "ZeroDivisionError: nothing to divide by"),
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


def test_a_record_that_changes_under_the_job_is_dealt_with_again(
    workshop: Workshop,
) -> None:
    hidden: list[Bib] = []

    def hide() -> None:
        if not hidden:
            hidden.append(replace(bib_of(3), suppressed=True))
            with workshop.store.write() as tx:
                tx.records.write(Kind.BIB, hidden)

    workshop.know(at_the(4, hide))
    submitted = stamped(workshop, 25)
    workshop.at_bench().execute(submitted.run_id)
    (third,) = workshop.bibs([bib_of(3).mms_id])
    assert (third, workshop.run_of(submitted.run_id).tally.done) == (
        stamp(hidden[0]),
        25,
    )
