"""Imports: files in, records matched, stored and told."""

import shutil
from io import BytesIO
from zipfile import ZipFile

import pytest

from almandine.engine.imports.resolve import choose
from almandine.engine.report import ALERT_ERROR
from almandine.engine.run import Status
from almandine.faults import InvalidParameter, Refused
from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from almandine.records.kind import Kind
from store.importing import (
    IMPORT,
    Interrupted,
    add_profile,
    all_bibs,
    counters,
    import_now,
    left_unresolved,
    lines,
    put,
    resumed_now,
    stop,
    vendor_record,
    vendor_records,
)
from store.workshop import Workshop
from unit.records.marc.building import LEADER, Part, record


def test_stores_what_is_new(workshop: Workshop) -> None:
    put(add_profile(workshop), "new.mrc", vendor_records(range(1, 101)))
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_SUCCESS
    assert counters(run) == {
        "files.taken": "1",
        "records": "100",
        "TOTAL_RECORDS_IMPORTED": "100",
        "imported": "100",
    }
    assert len(all_bibs(workshop)) == 100


def test_ids_are_drawn_for_new_records_alone(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "new.mrc", vendor_records(range(1, 101)))
    import_now(workshop)
    put(directory, "old.mrc", vendor_records(range(1, 101), "Changed"))
    import_now(workshop)
    put(directory, "one.mrc", vendor_records([101]))
    import_now(workshop)
    with workshop.store.write() as tx:
        [following] = tx.ids.next(Kind.BIB)
    ids = [*(bib.record_id for bib in all_bibs(workshop)), following]
    assert sorted(int(one[2:-4]) for one in ids) == list(range(1, 103))


def test_content_under_another_name_changes_nothing(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "first.mrc", vendor_records(range(1, 101)))
    import_now(workshop)
    before = all_bibs(workshop)
    put(directory, "second.mrc", vendor_records(range(1, 101)))
    told = counters(import_now(workshop))
    assert told == {
        "files.taken": "1",
        "files.skipped": "1",
        "records": "100",
        "unchanged": "100",
        "single_matches": "100",
    }
    assert all_bibs(workshop) == before


def test_a_record_is_known_by_the_number_that_its_001_has_become(
    workshop: Workshop,
) -> None:
    directory = add_profile(workshop, match_method="system_number")
    numbered = record(("001", b"s1"), ("003", b"DE-627"), ("245", b"10\x1faEmma"))
    for name in ("first.mrc", "second.mrc"):
        put(directory, name, numbered)
        import_now(workshop)
    assert len(all_bibs(workshop)) == 1


def test_a_serial_and_what_is_none_meet_in_one_chunk(workshop: Workshop) -> None:
    directory = add_profile(workshop, match_method="isbn", serial_match_method="issn")
    parts: tuple[Part, ...] = (("022", b"  \x1fa1234-5679"), ("245", b"10\x1faEmma"))
    both = record(*parts) + record(*parts, leader=LEADER.replace("nam", "nas"))
    put(directory, "both.mrc", both)
    told = counters(import_now(workshop))
    assert (told["imported"], told["merged"]) == ("1", "1")


def test_records_that_a_file_has_twice_are_counted(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "a.mrc", vendor_records([1, 2, 1, 3, 1]))
    put(directory, "b.mrc", vendor_records([2, 3]))
    told = counters(import_now(workshop, chunk_size=2))
    assert (told["imported"], told["unchanged"]) == ("3", "4")
    assert told["repeated"] == "2"


def test_errors_are_told_beside_what_is_unresolved(workshop: Workshop) -> None:
    with workshop.store.write() as tx:
        old = vendor_record(1, "Old")
        tx.records.write(Kind.BIB, [Bib("991", old), Bib("992", old)])
    directory = add_profile(workshop)
    put(directory, "bad.zip", b"PK\x03\x04 cut off")
    put(directory, "good.mrc", vendor_records([1]))
    run = import_now(workshop)
    assert run.status is Status.MANUAL_HANDLING_REQUIRED
    assert run.alert == ALERT_ERROR
    [line] = lines(workshop, run, Action.UNRESOLVED)
    with workshop.store.write() as tx:
        choose(run.run_id, line.key_in_run, Choice(), tx)
    resumed = resumed_now(workshop, run)
    assert resumed.status is Status.COMPLETED_SUCCESS
    assert "files.failed" not in counters(resumed)


def test_takes_a_file_once(workshop: Workshop) -> None:
    put(add_profile(workshop), "new.mrc", vendor_records([1, 2]))
    import_now(workshop)
    again = import_now(workshop)
    assert again.status is Status.COMPLETED_NO_BULKS
    assert counters(again) == {"files.skipped": "1"}


def test_what_somebody_decided_is_carried_out(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=3)
    assert run.status is Status.MANUAL_HANDLING_REQUIRED
    first, second, third = lines(workshop, run, Action.UNRESOLVED)
    with workshop.store.write() as tx:
        choose(run.run_id, first.key_in_run, Choice(first.matches[1]), tx)
        choose(run.run_id, second.key_in_run, Choice(), tx)
        choose(run.run_id, third.key_in_run, Choice(skip=True), tx)
    resumed = resumed_now(workshop, run)
    assert resumed.status is Status.COMPLETED_SUCCESS
    assert counters(resumed) == {
        "records": "3",
        "TOTAL_RECORDS_IMPORTED": "2",
        "imported": "1",
        "merged": "1",
        "not_imported_matched": "1",
        "multi_matches": "3",
    }
    merged = lines(workshop, resumed, Action.MERGED)
    assert [line.record_id for line in merged] == [first.matches[1]]
    with workshop.store.read() as tx:
        assert not tx.imports.unresolved(run.run_id, limit=10)


def test_what_nobody_decided_on_stays_unresolved(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=2)
    first, second = lines(workshop, run, Action.UNRESOLVED)
    with workshop.store.write() as tx:
        choose(run.run_id, first.key_in_run, Choice(), tx)
    assert counters(resumed_now(workshop, run))["imported"] == "1"
    assert resumed_now(workshop, run).status is Status.COMPLETED_NO_BULKS
    with workshop.store.read() as tx:
        (left,) = tx.imports.unresolved(run.run_id, limit=10)
    assert left.line == second


def test_nobody_can_choose_a_record_that_does_not_match(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=1)
    (line,) = lines(workshop, run, Action.UNRESOLVED)
    with workshop.store.write() as tx, pytest.raises(Refused) as refused:
        choose(run.run_id, line.key_in_run, Choice("990000"), tx)
    assert isinstance(refused.value.refusal, InvalidParameter)


def test_a_damaged_archive_costs_nothing_but_itself(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "bad.zip", b"PK\x03\x04 cut off")
    put(directory, "good.mrc", vendor_records([1, 2]))
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    assert counters(run)["files.failed"] == counters(run)["files.taken"] == "1"
    assert any(each.code.startswith("File bad.zip: ") for each in run.counters)
    assert counters(import_now(workshop))["files.failed"] == "1"


def test_files_without_records_end_a_run_as_others_do(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "bad.zip", b"PK\x03\x04 cut off")
    run = import_now(workshop)
    assert (run.status, run.alert) == (Status.COMPLETED_FAILED, ALERT_ERROR)
    (directory / "bad.zip").unlink()
    put(directory, "empty.xml", b'<collection xmlns="http://www.loc.gov/MARC21/slim"/>')
    assert import_now(workshop).status is Status.COMPLETED_SUCCESS
    assert counters(import_now(workshop)) == {"files.skipped": "1"}


def test_each_file_of_an_archive_is_told_by_its_name(workshop: Workshop) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("one.mrc", vendor_records([1, 2]))
        archive.writestr("folder/two.mrc", vendor_records([3]))
    put(add_profile(workshop), "new.zip", packed.getvalue())
    run = import_now(workshop)
    report = workshop.files_of(run.run_id)[f"import_{run.run_id}_report.csv"].decode()
    files = [line.split(",")[0] for line in report.splitlines()[1:]]
    assert files == ['"new.zip/one.mrc"'] * 2 + ['"new.zip/two.mrc"']


def test_a_pattern_that_no_name_fits_leaves_nothing_to_do(workshop: Workshop) -> None:
    directory = add_profile(workshop, file_name_pattern="x.*")
    for name in ("a.mrc", "b.mrc"):
        put(directory, name, vendor_records([1]))
    run_id = workshop.submit(IMPORT).run_id
    workshop.at_bench().execute(run_id)
    assert workshop.run_of(run_id).status is Status.COMPLETED_NO_BULKS
    [note] = workshop.events_of(run_id)
    assert note.message == "the pattern fits no name of the files there (2)"


def test_a_run_whose_endpoint_is_gone_fails_and_says_so(workshop: Workshop) -> None:
    shutil.rmtree(add_profile(workshop))
    run = workshop.submit(IMPORT)
    assert workshop.at_bench().execute(run.run_id) is Status.FAILED
    (note,) = workshop.events_of(run.run_id)
    assert note.message.endswith("vendor-S65: No such file or directory")
    (told,) = workshop.run_of(run.run_id).counters
    assert told.code == f"Files cannot be listed: {note.message}"


def test_unresolved_records_are_skipped_where_the_profile_says_so(
    workshop: Workshop,
) -> None:
    run = left_unresolved(workshop, several=1, skip_unresolved="true")
    assert run.status is Status.COMPLETED_SUCCESS
    assert counters(run)["unresolved"] == "1"


def test_an_import_that_is_stopped_keeps_what_it_has_stored(workshop: Workshop) -> None:
    put(add_profile(workshop), "new.mrc", vendor_records(range(50)))
    run = workshop.submit(IMPORT)
    store = Interrupted(workshop.store, before=lambda: stop(workshop, run))
    assert workshop.at_bench(store=store).execute(run.run_id) is Status.USER_ABORTED
    assert len(all_bibs(workshop)) == len(lines(workshop, run))
    assert not counters(workshop.run_of(run.run_id))
