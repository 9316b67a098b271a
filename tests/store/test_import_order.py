"""The files of an import come one after another, however many workers it has."""

from datetime import timedelta
from pathlib import Path

from almandine.engine.run import Status
from store.importing import (
    IMPORT,
    OTHER_IMPORT,
    Interrupted,
    add_profile,
    counters,
    put,
    vendor_record,
    vendor_records,
)
from store.workshop import HERE, Workshop

SIZE = 20
"""Records in a range."""


def put_two_days(workshop: Workshop, **settings: str) -> Path:
    """Offer new records, and on the next day a deletion of each."""
    directory = add_profile(workshop, delete="true", **settings)
    deletions = [one[:5] + b"d" + one[6:] for one in map(vendor_record, range(1, 61))]
    put(directory, "1-monday.mrc", vendor_records(range(1, 61)))
    put(directory, "2-tuesday.mrc", b"".join(deletions))
    return directory


def carried_out_by_two(workshop: Workshop) -> str:
    """Let a second worker do all that it can while the first is at its first chunk."""
    run_id = workshop.submit(IMPORT).run_id
    other = workshop.at_bench(chunk_size=7, range_size=SIZE)
    store = Interrupted(workshop.store, before=lambda: other.execute(run_id, 1))
    first = workshop.at_bench(store=store, chunk_size=7, range_size=SIZE)
    assert first.execute(run_id) is Status.COMPLETED_SUCCESS
    assert store.done
    return run_id


def test_a_later_file_waits_for_the_one_before_it(workshop: Workshop) -> None:
    put_two_days(workshop)
    run = workshop.run_of(carried_out_by_two(workshop))
    assert counters(run)["imported"] == counters(run)["deleted"] == "60"


def test_files_are_taken_side_by_side_where_the_profile_says_so(
    workshop: Workshop,
) -> None:
    put_two_days(workshop, files_in_order="false")
    run = workshop.run_of(carried_out_by_two(workshop))
    assert counters(run)["not_imported_no_match"] == "20"


def test_somebody_is_called_for_each_turn(workshop: Workshop) -> None:
    put_two_days(workshop)
    run_id = carried_out_by_two(workshop)
    called = {row[0] for row in workshop.home.queued()}
    # The submission, Monday's help, whom the second called, and Tuesday's help.
    assert called == {f"{HERE}/{run_id}/{shard}" for shard in range(4)}


def test_who_leaves_at_the_end_of_a_turn_calls_for_the_next(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    for day in (1, 2):
        put(directory, f"{day}.mrc", vendor_records(range(1, SIZE + 1), f"Day {day}"))
    run_id = workshop.submit(IMPORT).run_id
    add_profile(workshop, OTHER_IMPORT)
    workshop.submit(OTHER_IMPORT)

    def a_while() -> None:
        workshop.clock.move(timedelta(seconds=3))

    store = Interrupted(workshop.store, before=a_while)
    worker = workshop.at_bench(store=store, range_size=SIZE)
    assert worker.execute(run_id) is None
    assert workshop.run_of(run_id).tally.done == SIZE
    assert f"{HERE}/{run_id}/1" in {row[0] for row in workshop.home.queued()}
    ending = workshop.at_bench(range_size=SIZE).execute(run_id, 1)
    assert ending is Status.COMPLETED_SUCCESS
