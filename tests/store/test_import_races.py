"""Imports at the same time: none inserts what another one has inserted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random
from threading import Event
from typing import Final

from almandine.engine.run import Status
from almandine.records.importing.action import Action
from almandine.records.kind import Kind
from almandine.records.marc.edits import append
from almandine.records.marc.keys import keys
from store.importing import (
    IMPORT,
    OTHER_IMPORT,
    Interrupted,
    add_profile,
    all_bibs,
    import_now,
    lines,
    put,
    vendor_records,
)
from store.shelves import field
from store.workshop import Workshop

PATIENCE: Final = 0.3
"""Seconds that one waits to see whether the other goes past it."""
LONG: Final = 60
"""Seconds until one that is to go past another must have done so."""


def oclc_numbers(workshop: Workshop) -> list[str]:
    """Return the OCLC numbers of all bibs, sorted."""
    found = [key for bib in all_bibs(workshop) for key in keys(bib.marc)]
    return sorted((value for kind, value in found if kind == "oclc"), key=int)


def add_two_profiles(workshop: Workshop) -> None:
    for job_id in (IMPORT, OTHER_IMPORT):
        directory = add_profile(workshop, job_id)
        put(directory, "same.mrc", vendor_records(range(1, 11)))


def test_what_was_inserted_since_the_first_look_is_matched(workshop: Workshop) -> None:
    add_two_profiles(workshop)
    run = workshop.submit(IMPORT)
    store = Interrupted(
        workshop.store, before=lambda: import_now(workshop, OTHER_IMPORT)
    )
    workshop.at_bench(store=store).execute(run.run_id)
    assert store.done
    assert oclc_numbers(workshop) == [str(number) for number in range(1, 11)]
    assert {line.action for line in lines(workshop, run)} == {Action.UNCHANGED}


def test_what_was_changed_since_the_first_look_is_merged_as_it_is_now(
    workshop: Workshop,
) -> None:
    directory = add_profile(workshop)
    put(directory, "old.mrc", vendor_records([1], "Old"))
    import_now(workshop)
    put(directory, "new.mrc", vendor_records([1], "New"))
    run = workshop.submit(IMPORT)
    store = Interrupted(workshop.store, before=lambda: suppress_all(workshop))
    workshop.at_bench(store=store).execute(run.run_id)
    assert store.done
    [bib] = all_bibs(workshop)
    assert (b"New" in bib.marc, bib.suppressed) == (True, True)


def suppress_all(workshop: Workshop) -> None:
    hidden = [replace(bib, suppressed=True) for bib in all_bibs(workshop)]
    with workshop.store.write() as tx:
        tx.records.write(Kind.BIB, hidden)


def overtaken_by_another(workshop: Workshop, patience: float = PATIENCE) -> bool:
    """Run an import; tell whether another one gets past its chunk before it commits."""
    overtaken = Event()
    was_overtaken: list[bool] = []

    def overtake() -> None:
        import_now(workshop, OTHER_IMPORT)
        overtaken.set()

    with ThreadPoolExecutor(1) as others:
        store = Interrupted(
            workshop.store,
            within=lambda: (
                others.submit(overtake),
                was_overtaken.append(overtaken.wait(patience)),
            ),
        )
        run = workshop.submit(IMPORT)
        workshop.at_bench(store=store).execute(run.run_id)
    assert overtaken.is_set()
    return was_overtaken == [True]


def test_what_is_being_inserted_is_waited_for(workshop: Workshop) -> None:
    add_two_profiles(workshop)
    # It would insert the same records twice.
    assert not overtaken_by_another(workshop)
    assert oclc_numbers(workshop) == [str(number) for number in range(1, 11)]


def test_who_changes_other_fields_than_numbers_is_not_waited_for(
    workshop: Workshop,
) -> None:
    first, second = (add_profile(workshop, each) for each in (IMPORT, OTHER_IMPORT))
    put(first, "old.mrc", vendor_records([1, 2], "Old"))
    import_now(workshop)
    put(first, "new.mrc", vendor_records([1], "New"))
    put(second, "new.mrc", vendor_records([2], "New"))
    if workshop.home.is_sqlite:
        # It has one writer.
        assert not overtaken_by_another(workshop)
    else:
        assert overtaken_by_another(workshop, LONG)
    assert all(b"New" in bib.marc for bib in all_bibs(workshop))


def test_who_brings_a_bib_another_number_is_waited_for(workshop: Workshop) -> None:
    first, second = (add_profile(workshop, each) for each in (IMPORT, OTHER_IMPORT))
    put(first, "old.mrc", vendor_records([1]))
    import_now(workshop)
    another = field("035", "a(OCoLC)50")
    put(first, "new.mrc", append(vendor_records([1]), another))
    put(second, "new.mrc", vendor_records([50]))
    assert not overtaken_by_another(workshop)
    assert len(all_bibs(workshop)) == 1


def test_many_workers_insert_each_record_once(workshop: Workshop) -> None:
    numbers = [number for number in range(1, 61) for _ in range(3)]
    runs: list[str] = []
    for seed, job_id in enumerate((IMPORT, OTHER_IMPORT)):
        Random(seed).shuffle(numbers)  # noqa: S311 - a fixed order, no secret
        put(add_profile(workshop, job_id), "mixed.mrc", vendor_records(numbers))
        runs.append(workshop.submit(job_id).run_id)
    workers = [workshop.at_bench(chunk_size=7, range_size=20) for _ in range(4)]
    with ThreadPoolExecutor(len(workers)) as threads:
        places = [(run_id, shard) for shard in range(2) for run_id in runs]
        futures = [
            threads.submit(worker.execute, *place)
            for worker, place in zip(workers, places, strict=True)
        ]
    assert [future.exception() for future in futures] == [None] * 4
    for run_id in runs:
        workshop.at_bench().execute(run_id)
        assert workshop.status_of(run_id) is Status.COMPLETED_SUCCESS
    assert oclc_numbers(workshop) == [str(number) for number in range(1, 61)]
