"""Imports: files in, records matched, stored and told."""

from almandine.engine.run import Status
from store.importing import (
    add_profile,
    all_bibs,
    counters,
    import_now,
    put,
    vendor_records,
)
from store.workshop import Workshop


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
    }
    assert all_bibs(workshop) == before


def test_takes_a_file_once(workshop: Workshop) -> None:
    put(add_profile(workshop), "new.mrc", vendor_records([1, 2]))
    import_now(workshop)
    again = import_now(workshop)
    assert again.status is Status.COMPLETED_NO_BULKS
    assert counters(again) == {"files.skipped": "1"}
