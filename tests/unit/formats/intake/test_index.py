"""Where records are, and what is read there."""

import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almandine.formats.intake import Broken, Format, Placed, Unsound, index
from almandine.records.marc import iso2709
from unit.formats.intake.files import ONE, TWO, found, indexed
from unit.records.marc.real_data import unpacked

BAD = b"00099nam" + TWO[8:]
BAD_REASON = f"the leader says 99 bytes, the record has {len(BAD)}"
LOST = TWO.replace(b"24500", b"24590")
"""A record that ends where its leader says, with a directory that is damaged."""


def as_split(data: bytes) -> list[bytes | Unsound]:
    """Return what the reader of whole files finds."""
    return [
        Unsound(one.raw, one.reason) if isinstance(one, iso2709.Broken) else one
        for one in iso2709.split(BytesIO(data))
    ]


def test_each_record_has_its_place(tmp_path: Path) -> None:
    assert indexed(tmp_path, ONE + b"\r\n" + TWO, Format.ISO2709) == [
        Placed(0, len(ONE)),
        Placed(len(ONE) + 2, len(TWO)),
    ]


def test_a_broken_record_is_set_aside_and_the_next_one_found(tmp_path: Path) -> None:
    assert indexed(tmp_path, ONE + BAD + TWO, Format.ISO2709) == [
        Placed(0, len(ONE)),
        Broken(len(ONE), len(BAD), 2, BAD_REASON),
        Placed(len(ONE) + len(BAD), len(TWO)),
    ]


def test_a_broken_record_is_read_with_its_reason(tmp_path: Path) -> None:
    data = ONE + BAD + TWO
    assert found(tmp_path, data, Format.ISO2709) == [ONE, Unsound(BAD, BAD_REASON), TWO]


def test_a_damaged_directory_is_told_on_reading(tmp_path: Path) -> None:
    because = "field 245 lies outside the record"
    assert found(tmp_path, LOST + ONE, Format.ISO2709) == [Unsound(LOST, because), ONE]


def test_a_cut_off_end_is_set_aside(tmp_path: Path) -> None:
    data = ONE + TWO[:20]
    assert found(tmp_path, data, Format.ISO2709) == [
        ONE,
        Unsound(TWO[:20], "no record terminator"),
    ]


@pytest.mark.parametrize("data", [b"", bytes(3_000_000)], ids=["empty", "zeros"])
def test_where_nothing_is_no_record_is_found(tmp_path: Path, data: bytes) -> None:
    assert [
        one
        for one in indexed(tmp_path, data, Format.ISO2709)
        if isinstance(one, Placed)
    ] == []


@given(
    st.lists(
        st.one_of(
            st.sampled_from([ONE, TWO, BAD, LOST, ONE[:-1], TWO[5:]]),
            st.sampled_from([b"\r\n", b"\x00", b"\x1d", b"12345", b"\xef\xbb\xbf"]),
            st.binary(max_size=40),
        ),
        max_size=12,
    ).map(b"".join)
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_read_at_all_places_is_what_the_whole_file_holds(
    tmp_path: Path, data: bytes
) -> None:
    records = found(tmp_path, data, Format.ISO2709)
    whole = as_split(data)
    assert [one for one in records if isinstance(one, bytes)] == [
        one for one in whole if isinstance(one, bytes)
    ]
    assert [one.raw for one in records if isinstance(one, Unsound)] == [
        one.raw for one in whole if isinstance(one, Unsound)
    ]


@pytest.mark.parametrize("name", ["real_permissive.mrc.zst", "hard.mrc.zst"])
def test_real_records_are_read_as_from_the_whole_file(
    tmp_path: Path, name: str
) -> None:
    data = unpacked(name)
    assert found(tmp_path, data, Format.ISO2709) == as_split(data)


def test_the_memory_that_an_index_takes_does_not_grow_with_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(ONE * 1_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in index(path, Format.ISO2709))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert peak < 8 << 20
