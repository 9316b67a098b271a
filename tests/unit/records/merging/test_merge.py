"""What each merge method makes of two records, before and after."""

import pytest

from almandine.records.marc.edits import TooLongForIso2709
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import TITLES, MergeMethod
from unit.records.marc.building import LEADER, Part, marc8_record, record

OLD: tuple[Part, ...] = (
    ("001", b"991"),
    ("003", b"OLD"),
    ("005", b"20200101000000.0"),
    ("020", b"  \x1fa1"),
    ("035", b"  \x1fa(DE-599)1"),
    ("035", b"  \x1fa(OCoLC)1"),
    ("035", b"9 \x1fa(local)1"),
    ("245", b"10\x1faEmma, old"),
    ("500", b"  \x1faOld note."),
    ("600", b"10\x1faOld person"),
    ("650", b" 0\x1faOld subject"),
    ("655", b" 7\x1faNovels"),
    ("700", b"1 \x1faOld, Anne"),
    ("901", b"  \x1faours"),
)
NEW: tuple[Part, ...] = (
    ("001", b"ocm7"),
    ("003", b"NEW"),
    ("005", b"20260101000000.0"),
    ("035", b"  \x1fa(OCoLC)2"),
    ("035", b"9 \x1fa(local)2"),
    ("245", b"10\x1faEmma"),
    ("264", b" 1\x1faLondon"),
    ("600", b"10\x1faNew person"),
    ("650", b" 0\x1faNew subject"),
    ("650", b" 0\x1faOld subject"),
    ("700", b"1 \x1faNew, Ben"),
    ("901", b"  \x1fatheirs"),
)

OVERLAID: tuple[Part, ...] = (*OLD[:1], NEW[1], OLD[2], *NEW[3:])
ALL_BUT_LOCAL: tuple[Part, ...] = (
    OLD[0],
    NEW[1],
    OLD[2],
    OLD[6],
    NEW[3],
    *NEW[5:11],
    OLD[13],
)
WITH_HEADINGS: tuple[Part, ...] = (
    OLD[0],
    NEW[1],
    OLD[2],
    *OLD[4:7],
    *NEW[5:8],
    OLD[10],
    NEW[8],
    *OLD[11:13],
    NEW[10],
    OLD[13],
)
WITH_TITLE_AND_NUMBERS: tuple[Part, ...] = (
    OLD[0],
    NEW[1],
    OLD[2],
    *OLD[5:7],
    *NEW[3:],
)

AFTER: dict[MergeMethod, tuple[Part, ...]] = {
    MergeMethod.OVERLAY: OVERLAID,
    MergeMethod.OVERLAY_ALL_BUT_LOCAL: ALL_BUT_LOCAL,
    MergeMethod.CONDITIONAL_SUBJECT_HEADINGS: WITH_HEADINGS,
    MergeMethod.KEEP_ONLY_OLD_VALUE: OLD,
    MergeMethod.REPLACE_245_AND_035: WITH_TITLE_AND_NUMBERS,
}


def readable(raw: bytes) -> list[bytes]:
    """Split a record so that a difference can be seen."""
    return raw.split(b"\x1e")


def test_every_method_has_a_title_and_a_table() -> None:
    assert set(AFTER) == set(TITLES) == set(MergeMethod)


@pytest.mark.parametrize(("method", "after"), AFTER.items())
def test_merge_by(method: MergeMethod, after: tuple[Part, ...]) -> None:
    merged = merge(record(*OLD), record(*NEW), method)
    assert readable(merged) == readable(record(*after))


@pytest.mark.parametrize("method", MergeMethod)
def test_a_second_merge_returns_the_very_bytes(method: MergeMethod) -> None:
    once = merge(record(*OLD), record(*NEW), method)
    assert merge(once, record(*NEW), method) is once


@pytest.mark.parametrize("method", MergeMethod)
def test_a_new_number_and_time_alone_change_nothing(method: MergeMethod) -> None:
    existing = record(*OLD)
    copy = record(("001", b"ocm7"), OLD[1], ("005", b"20260101000000.0"), *OLD[3:])
    assert merge(existing, copy, method) is existing


@pytest.mark.parametrize("method", MergeMethod)
def test_001_and_005_stay_and_no_other_comes_in(method: MergeMethod) -> None:
    merged = merge(record(*OLD), record(*NEW), method)
    assert (b"991" in merged, b"ocm7" in merged) == (True, False)
    assert (b"20200101" in merged, b"20260101" in merged) == (True, False)


def test_a_title_stays_where_none_comes_in() -> None:
    incoming = record(*(part for part in NEW if part[0] != "245"))
    merged = merge(record(*OLD), incoming, MergeMethod.REPLACE_245_AND_035)
    assert b"Emma, old" in merged
    other = merge(record(*OLD), incoming, MergeMethod.OVERLAY_ALL_BUT_LOCAL)
    assert b"Emma" not in other


def test_numbers_of_oclc_stay_however_they_are_written() -> None:
    number = ("035", b"  \x1fa(ocolc)ON1")
    merged = merge(
        record(OLD[0], number), record(NEW[5]), MergeMethod.REPLACE_245_AND_035
    )
    assert merged == record(OLD[0], number, NEW[5])


def test_a_local_number_with_a_second_indicator_is_replaced_by_overlay() -> None:
    number = ("035", b"99\x1fa(local)1")
    merged = merge(
        record(OLD[0], number), record(NEW[5]), MergeMethod.OVERLAY_ALL_BUT_LOCAL
    )
    assert merged == record(OLD[0], NEW[5])


def test_a_heading_that_comes_twice_is_added_once() -> None:
    merged = merge(
        record(OLD[0]),
        record(NEW[8], NEW[8]),
        MergeMethod.CONDITIONAL_SUBJECT_HEADINGS,
    )
    assert merged == record(OLD[0], NEW[8])


def test_the_order_of_what_comes_in_is_kept() -> None:
    mixed = (("700", b"  \x1fa2"), ("500", b"  \x1fa1"), ("700", b"  \x1fa1"))
    merged = merge(
        record(OLD[0], OLD[13]), record(*mixed), MergeMethod.OVERLAY_ALL_BUT_LOCAL
    )
    assert merged == record(OLD[0], *mixed, OLD[13])


def test_the_leader_of_a_replaced_description_comes_in() -> None:
    serial = LEADER.replace("nam a22", "cas a33").replace(" i 4500", "1ar4501")
    merged = merge(
        record(*OLD), record(*OLD, leader=serial), MergeMethod.OVERLAY_ALL_BUT_LOCAL
    )
    assert merged == record(
        *OLD, leader=LEADER.replace("nam", "cas").replace(" i 4500", "1ar4500")
    )


CAFE_MARC8: Part = ("245", b"00\x1faCaf\xe2e")
CAFE_UTF8: Part = ("245", b"00\x1faCaf\xc3\xa9")
THE_MARC8: Part = ("901", b"  \x1fath\xe2e")
THE_UTF8: Part = ("901", b"  \x1fath\xc3\xa9")
LOCAL = MergeMethod.OVERLAY_ALL_BUT_LOCAL


def test_a_marc8_record_takes_unicode_as_unicode() -> None:
    existing = marc8_record(OLD[0], OLD[7], THE_MARC8)
    merged = merge(existing, record(CAFE_UTF8), LOCAL)
    assert merged == record(OLD[0], CAFE_UTF8, THE_UTF8)
    assert merge(merged, record(CAFE_UTF8), LOCAL) is merged


def test_a_unicode_record_takes_marc8_as_unicode() -> None:
    existing = record(OLD[0], OLD[7], THE_UTF8)
    merged = merge(existing, marc8_record(CAFE_MARC8), LOCAL)
    assert merged == record(OLD[0], CAFE_UTF8, THE_UTF8)
    assert merge(merged, marc8_record(CAFE_MARC8), LOCAL) is merged


def test_two_marc8_records_stay_marc8() -> None:
    existing = marc8_record(OLD[0], OLD[7], THE_MARC8)
    merged = merge(existing, marc8_record(CAFE_MARC8), LOCAL)
    assert merged == marc8_record(OLD[0], CAFE_MARC8, THE_MARC8)


def test_ascii_under_a_marc8_leader_converts_nothing() -> None:
    existing = marc8_record(OLD[0], THE_MARC8)
    merged = merge(existing, marc8_record(NEW[5]), LOCAL)
    assert merged == marc8_record(OLD[0], NEW[5], THE_MARC8)


def test_a_leader_that_lies_is_corrected() -> None:
    merged = merge(marc8_record(OLD[0], THE_UTF8), marc8_record(NEW[5]), LOCAL)
    assert merged == record(OLD[0], NEW[5], THE_UTF8)


def test_the_same_content_in_unicode_makes_a_marc8_record_unicode_once() -> None:
    merged = merge(marc8_record(OLD[0], CAFE_MARC8), record(CAFE_UTF8), LOCAL)
    assert merged == record(OLD[0], CAFE_UTF8)


def test_what_has_no_room_in_the_format_is_refused() -> None:
    long: Part = ("901", b"  \x1fa" + b"x" * 9_000)
    note: Part = ("500", b"  \x1fa" + b"x" * 9_000)
    with pytest.raises(TooLongForIso2709):
        merge(record(OLD[0], *[long] * 6), record(*[note] * 6), LOCAL)
