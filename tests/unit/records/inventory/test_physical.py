"""Holdings and items made from fields."""

from almandine.records.inventory.mapping import HoldingsMapping, ItemsMapping
from almandine.records.inventory.physical import (
    HoldingDraft,
    ItemDraft,
    Physical,
    Shelf,
    physical,
)
from unit.records.marc.building import Part, record

MAIN: Part = ("852", b"0 \x1fbMAIN\x1fcstacks\x1fhPR4034\x1fi.E5")
LAW: Part = ("852", b"8 \x1fbLAW\x1fcref")
ON_MAIN = Shelf("MAIN", "stacks", "0", "PR4034 .E5")
IN_LAW = Shelf("LAW", "ref", "8")
SHELVES = HoldingsMapping()
COPIES = ItemsMapping(
    "949",
    {"barcode": "i", "library": "m", "location": "l", "INTERNAL_NOTE_1": "n"},
    call_number="a",
    defaults={"material_type": "BOOK"},
)


def item(barcode: str, shelf: Shelf, note: str = "") -> ItemDraft:
    """Return the draft of a book."""
    return ItemDraft(
        {
            "barcode": barcode,
            "library": shelf.library,
            "location": shelf.location,
            "material_type": "BOOK",
        },
        {"INTERNAL_NOTE_1": note} if note else {},
    )


def test_without_mappings_nothing_is_made() -> None:
    assert physical(record(MAIN), None, None) == Physical([], [])


def test_a_field_makes_a_holdings_record() -> None:
    made = physical(record(MAIN, LAW), SHELVES, None)
    assert made == Physical([HoldingDraft(ON_MAIN), HoldingDraft(IN_LAW)], [])


def test_the_same_shelf_twice_is_one_holdings_record() -> None:
    assert physical(record(MAIN, MAIN), SHELVES, None).holdings == [
        HoldingDraft(ON_MAIN)
    ]


def test_a_shelf_that_has_no_room_in_a_field_is_passed_over_and_told() -> None:
    mark = b"\xc3\xa9" * 4_960
    raw = record(("852", b"  \x1fbMAIN\x1fcstacks\x1fh" + mark))
    told = Physical([], ["852: too long for a holdings record"])
    assert physical(raw, SHELVES, None) == told


def test_what_is_too_long_to_be_found_by_is_passed_over_and_told() -> None:
    long = b"x" * 501
    raw = record(
        ("852", b"  \x1fb" + long + b"\x1fcstacks"),
        ("949", b"  \x1fmMAIN\x1flstacks\x1fi" + long),
        ("949", b"  \x1fmMAIN\x1fl" + long),
        ("949", b"  \x1fmMAIN\x1flstacks\x1fi" + long[:-1]),
    )
    made = physical(raw, SHELVES, COPIES)
    assert made.problems == [
        "852: library or location of more than 500 characters",
        "949: barcode of more than 500 characters",
        "949: library or location of more than 500 characters",
    ]
    [holding] = made.holdings
    assert [len(one.columns["barcode"]) for one in holding.items] == [500]


def test_a_field_without_library_or_location_is_passed_over_and_told() -> None:
    raw = record(("852", b"  \x1fcstacks"), ("852", b"  \x1fbMAIN\x1fc "))
    assert physical(raw, SHELVES, None) == Physical(
        [], ["852: no library", "852: no location"]
    )


def test_defaults_count_for_what_a_field_does_not_say() -> None:
    mapping = HoldingsMapping(
        call_number_type="7", default_library="MAIN", default_location="new"
    )
    made = physical(record(("852", b"0 \x1fhPR1")), mapping, None)
    assert made.holdings == [HoldingDraft(Shelf("MAIN", "new", "7", "PR1"))]


def test_an_item_goes_to_the_shelf_of_its_place() -> None:
    raw = record(MAIN, LAW, ("949", b"  \x1fi1\x1fmLAW\x1flref\x1fngift"))
    assert physical(raw, SHELVES, COPIES).holdings == [
        HoldingDraft(ON_MAIN),
        HoldingDraft(IN_LAW, (item("1", IN_LAW, "gift"),)),
    ]


def test_an_item_without_place_goes_to_the_first_shelf() -> None:
    raw = record(LAW, MAIN, ("949", b"  \x1fi1"), ("949", b"  \x1fi2"))
    assert physical(raw, SHELVES, COPIES).holdings == [
        HoldingDraft(IN_LAW, (item("1", IN_LAW), item("2", IN_LAW))),
        HoldingDraft(ON_MAIN),
    ]


def test_an_item_makes_the_shelf_that_is_missing() -> None:
    raw = record(("949", b"  \x1fi1\x1fmMAIN\x1flnew\x1faPR1"))
    shelf = Shelf("MAIN", "new", "", "PR1")
    assert physical(raw, None, COPIES).holdings == [
        HoldingDraft(shelf, (item("1", shelf),))
    ]


def test_an_item_that_is_nowhere_is_passed_over_and_told() -> None:
    made = physical(record(("949", b"  \x1fi1")), None, COPIES)
    assert made == Physical([], ["949: no library"])


def test_an_item_with_a_bad_day_is_passed_over_and_told() -> None:
    mapping = ItemsMapping("949", {"INVENTORY_DATE": "d"})
    made = physical(record(MAIN, ("949", b"  \x1fdnever")), SHELVES, mapping)
    assert made == Physical(
        [HoldingDraft(ON_MAIN)], ["949: INVENTORY_DATE is no date: never"]
    )
