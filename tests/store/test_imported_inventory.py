"""The inventory that records bring along, new ones and those that match."""

from pathlib import Path
from random import Random

from almandine.engine.imports.resolve import choose
from almandine.engine.run import Run
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from almandine.records.inventory.stock import Stock
from almandine.records.kind import Kind
from almandine.records.marc.edits import append
from almandine.records.marc.fields import Field, data_field
from store.importing import (
    IMPORT,
    OTHER_IMPORT,
    Interrupted,
    add_profile,
    all_bibs,
    counters,
    import_now,
    left_unresolved,
    lines,
    put,
    resumed_now,
    vendor_record,
)
from store.workshop import Workshop

LINK = data_field("856", "40", [("u", "https://example.org/1")])


def copy_of(barcode: str) -> Field:
    parts = [("i", barcode), ("l", "MAIN"), ("c", "STACKS"), ("h", "PR1")]
    return data_field("949", "  ", parts)


UNNAMED = data_field("949", "  ", [("l", "MAIN"), ("c", "STACKS"), ("h", "PR1")])


def add_profile_of_copies(
    workshop: Workshop, job_id: str = IMPORT, **settings: str
) -> Path:
    mappings = {
        "items": "949 barcode=i library=l location=c call_number=h",
        "portfolios": "856 url=u",
    }
    return add_profile(workshop, job_id, **mappings | settings)


def stock(workshop: Workshop) -> Stock:
    """Return the inventory of all bibs."""
    ids = [bib.mms_id for bib in all_bibs(workshop)]
    with workshop.store.read() as tx:
        return Stock(
            tx.records.of_bibs(Kind.HOLDING, ids),
            tx.records.of_bibs(Kind.ITEM, ids),
            tx.records.of_bibs(Kind.PORTFOLIO, ids),
        )


def made(run: Run) -> tuple[str, ...]:
    """Return how many holdings, items and portfolios a run has made."""
    told = counters(run)
    return tuple(told.get(of, "0") for of in ("holdings", "items", "portfolios"))


def test_new_records_bring_their_inventory_along(workshop: Workshop) -> None:
    directory = add_profile_of_copies(workshop)
    put(directory, "a.mrc", append(vendor_record(1), copy_of("B1"), LINK))
    put(directory, "b.mrc", append(vendor_record(1, "Again"), copy_of("B1"), LINK))
    put(directory, "c.mrc", append(vendor_record(2), copy_of("B1"), copy_of("B2")))
    run = import_now(workshop)
    first, merged, second = lines(workshop, run)
    assert made(run) == ("2", "2", "1")
    assert (merged.action, merged.because) == (Action.MERGED, "no 008")
    assert "barcode B1 is taken" in second.because
    copies = {item.barcode: item.mms_id for item in stock(workshop).items}
    assert copies == {"B1": first.record_id, "B2": second.record_id}


def test_the_same_record_once_more_makes_nothing(workshop: Workshop) -> None:
    directory = add_profile_of_copies(workshop)
    record = append(vendor_record(1), copy_of("B1"), UNNAMED, UNNAMED, LINK)
    put(directory, "a.mrc", record)
    assert made(import_now(workshop)) == ("1", "3", "1")
    before = stock(workshop)
    put(directory, "b.mrc", record)
    again = import_now(workshop)
    assert (made(again), counters(again)["unchanged"]) == (("0", "0", "0"), "1")
    assert stock(workshop) == before


def test_a_copy_comes_to_the_holdings_record_that_is_there(workshop: Workshop) -> None:
    directory = add_profile_of_copies(workshop)
    put(directory, "a.mrc", append(vendor_record(1), copy_of("B1")))
    import_now(workshop)
    put(directory, "b.mrc", append(vendor_record(1), copy_of("B1"), copy_of("B2")))
    run = import_now(workshop)
    assert made(run) == ("0", "1", "0")
    found = stock(workshop)
    [holding] = found.holdings
    assert [item.holding_id for item in found.items] == [holding.holding_id] * 2
    assert [item.call_number for item in found.items] == ["PR1", "PR1"]


def test_one_chunk_makes_a_copy_once(workshop: Workshop) -> None:
    directory = add_profile_of_copies(workshop, merge_method="keep_only_old_value")
    put(directory, "a.mrc", vendor_record(1))
    import_now(workshop)
    put(directory, "b.mrc", append(vendor_record(1), UNNAMED) * 3)
    run = import_now(workshop)
    assert {line.action for line in lines(workshop, run)} == {Action.UNCHANGED}
    assert made(run) == ("1", "1", "0")


def test_what_another_import_made_in_between_is_not_made_again(
    workshop: Workshop,
) -> None:
    kept = {"merge_method": "keep_only_old_value"}
    mine = add_profile_of_copies(workshop, **kept)
    others = add_profile_of_copies(workshop, OTHER_IMPORT, **kept)
    put(mine, "a.mrc", vendor_record(1))
    import_now(workshop)
    for directory in (mine, others):
        put(directory, "b.mrc", append(vendor_record(1), UNNAMED, LINK))
    run = workshop.submit(IMPORT)
    store = Interrupted(
        workshop.store, before=lambda: import_now(workshop, OTHER_IMPORT)
    )
    workshop.at_bench(store=store).execute(run.run_id)
    assert store.done
    assert made(workshop.run_of(run.run_id)) == ("0", "0", "0")
    found = stock(workshop)
    assert [len(each) for each in (found.holdings, found.items)] == [1, 1]


def test_matched_records_bring_none_where_the_profile_says_so(
    workshop: Workshop,
) -> None:
    directory = add_profile_of_copies(workshop, add_inventory="false")
    put(directory, "a.mrc", vendor_record(1))
    import_now(workshop)
    put(directory, "b.mrc", append(vendor_record(1), copy_of("B1")))
    assert made(import_now(workshop)) == ("0", "0", "0")


def test_a_record_that_somebody_chose_gets_the_inventory(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=1, portfolios="035 url=a")
    [line] = lines(workshop, run, Action.UNRESOLVED)
    with workshop.store.write() as tx:
        choose(run.run_id, line.key_in_run, Choice(line.matches[1]), tx)
    resumed = resumed_now(workshop, run)
    assert made(resumed) == ("0", "0", "1")
    [portfolio] = stock(workshop).portfolios
    assert portfolio.mms_id == line.matches[1]


def test_a_field_that_is_too_long_costs_no_record(workshop: Workshop) -> None:
    noise = "".join(Random(1).choices("0123456789abcdef", k=9_000))  # noqa: S311 - no secret
    long = append(vendor_record(1), copy_of(noise), copy_of(noise[:500]))
    directory = add_profile_of_copies(workshop, portfolios="856 url=u collection=3")
    link = data_field("856", "40", [("u", f"https://example.org/{noise}")])
    named = data_field("856", "40", [("u", "https://example.org/"), ("3", noise)])
    put(directory, "new.mrc", append(long, link, named) + vendor_record(2))
    assert counters(import_now(workshop))["imported"] == "2"
    made = stock(workshop)
    assert [item.barcode for item in made.items] == [noise[:500]]
    assert sorted(len(one.collection) for one in made.portfolios) == [0, 500]


def test_nul_characters_are_left_out_of_what_is_made(workshop: Workshop) -> None:
    spoiled = append(
        vendor_record(1),
        data_field("035", "  ", [("a", "(X)\0001")]),
        copy_of("B\0001"),
        data_field("949", "  ", [("l", "MA\0IN"), ("c", "STACKS"), ("h", "P\0R")]),
        data_field("856", "40", [("u", "https://example.org/\0001")]),
    )
    directory = add_profile_of_copies(workshop, match_method="system_number")
    put(directory, "new.mrc", spoiled)
    assert counters(import_now(workshop))["imported"] == "1"
    made = stock(workshop)
    assert sorted(item.barcode for item in made.items) == ["", "B1"]
    assert {one.library for one in (*made.holdings, *made.items)} == {"MAIN"}
    assert [one.url for one in made.portfolios] == ["https://example.org/1"]
    put(directory, "again.mrc", spoiled)
    assert counters(import_now(workshop))["unchanged"] == "1"
