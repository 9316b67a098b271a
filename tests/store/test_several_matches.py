"""Records that match several: which of these count."""

from collections.abc import Sequence

from almandine.engine.run import Run, Status
from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import append
from almandine.records.marc.fields import data_field
from almandine.records.portfolio import Portfolio
from store.importing import (
    IMPORT,
    Interrupted,
    add_profile,
    counters,
    import_now,
    lines,
    put,
    vendor_record,
)
from store.workshop import Workshop

IN_PRINT, ON_LINE = "991", "992"


def store_two(workshop: Workshop) -> None:
    """Store the same title twice, in print and on line."""
    with workshop.store.write() as tx:
        old = [Bib(mms_id, vendor_record(1, "Old")) for mms_id in (IN_PRINT, ON_LINE)]
        tx.records.write(Kind.BIB, old)
        tx.records.write(Kind.ITEM, [Item("231", "221", IN_PRINT)])
        tx.records.write(Kind.PORTFOLIO, [Portfolio("531", ON_LINE)])


def matched(workshop: Workshop, run: Run, action: Action) -> Sequence[Sequence[str]]:
    return [line.matches for line in lines(workshop, run, action)]


def test_without_a_filter_somebody_decides(workshop: Workshop) -> None:
    store_two(workshop)
    put(add_profile(workshop), "new.mrc", vendor_record(1))
    run = import_now(workshop)
    assert run.status is Status.MANUAL_HANDLING_REQUIRED
    assert matched(workshop, run, Action.UNRESOLVED) == [(IN_PRINT, ON_LINE)]


def test_the_title_in_the_preferred_form_is_merged(workshop: Workshop) -> None:
    store_two(workshop)
    directory = add_profile(workshop, prefer_inventory="electronic")
    put(directory, "new.mrc", vendor_record(1))
    run = import_now(workshop)
    assert counters(run)["single_matches"] == counters(run)["merged"] == "1"
    assert matched(workshop, run, Action.MERGED) == [(ON_LINE,)]


def test_a_form_that_none_has_decides_nothing(workshop: Workshop) -> None:
    with workshop.store.write() as tx:
        old = [Bib(mms_id, vendor_record(1)) for mms_id in (IN_PRINT, ON_LINE)]
        tx.records.write(Kind.BIB, old)
    directory = add_profile(workshop, prefer_inventory="physical")
    put(directory, "new.mrc", vendor_record(1))
    run = import_now(workshop)
    assert matched(workshop, run, Action.UNRESOLVED) == [(IN_PRINT, ON_LINE)]


def test_a_form_that_changes_in_between_is_seen(workshop: Workshop) -> None:
    store_two(workshop)
    directory = add_profile(workshop, prefer_inventory="physical")
    put(directory, "new.mrc", vendor_record(1))
    run = workshop.submit(IMPORT)
    store = Interrupted(workshop.store, before=lambda: put_on_shelf(workshop, ON_LINE))
    workshop.at_bench(store=store).execute(run.run_id)
    assert store.done
    assert matched(workshop, run, Action.UNRESOLVED) == [(IN_PRINT, ON_LINE)]


def put_on_shelf(workshop: Workshop, mms_id: str) -> None:
    with workshop.store.write() as tx:
        tx.records.write(Kind.ITEM, [Item("232", "222", mms_id)])


def test_what_a_valid_number_found_goes_before_what_a_cancelled_one_found(
    workshop: Workshop,
) -> None:
    former = append(
        vendor_record(9, "Old"), data_field("035", "  ", [("z", "(OCoLC)1")])
    )
    with workshop.store.write() as tx:
        old = [Bib("991", vendor_record(1, "Old")), Bib("992", former)]
        tx.records.write(Kind.BIB, old)
    directory = add_profile(workshop, match_method="unique_oclc", prefer_valid="true")
    put(directory, "new.mrc", vendor_record(1))
    run = import_now(workshop)
    assert matched(workshop, run, Action.MERGED) == [("991",)]


def test_a_deleted_title_makes_no_match_doubtful(workshop: Workshop) -> None:
    old = vendor_record(1, "Old")
    with workshop.store.write() as tx:
        deleted = old[:5] + b"d" + old[6:]
        tx.records.write(Kind.BIB, [Bib("991", deleted), Bib("992", old)])
    put(add_profile(workshop), "new.mrc", vendor_record(1))
    assert matched(workshop, import_now(workshop), Action.MERGED) == [("992",)]


def test_community_links_are_asked_for_in_vain(workshop: Workshop) -> None:
    store_two(workshop)
    directory = add_profile(workshop, disregard_community="true")
    put(directory, "new.mrc", vendor_record(1))
    run = import_now(workshop)
    assert matched(workshop, run, Action.UNRESOLVED) == [(IN_PRINT, ON_LINE)]
