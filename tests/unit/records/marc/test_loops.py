"""The loops that are compiled return what those in Python return, of any bytes."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from almandine.records.marc import loops
from almandine.records.marc.edits import assemble
from almandine.records.marc.layout import MAX_FIELD, Slice
from almandine.records.marc.loops import in_python
from almandine.records.sample.stream import marc_stream
from almandine.store.words import FOLDING, fold
from unit.records.marc.building import EMMA, LEADER, record

SOUND = record(*EMMA)
_TAGS = st.sampled_from([b"001", b"00Z", b"245", b"0/1", b"FMT", b"24\x1e", b"\xff00"])
_BODIES = st.one_of(
    st.sampled_from([b"", b" ", b"  \x1fa", b"10\x1faEmma\x1fb", b"10\x1fa \x1fbOne"]),
    st.binary(max_size=6),
    st.text("01 aA\x1f\x1e\x1d\t\x85", max_size=9).map(lambda text: text.encode()),
)
FIELDS = st.lists(st.tuples(_TAGS, _BODIES), max_size=12)
_VALUES = st.one_of(
    _BODIES,
    st.text("aZß\u0130\u0149\u0301\u036f\u0370\u03a3\u05b8\u0e01\u4e2d_ \x1f\x1e\0"),
    st.text(max_size=9),
).map(lambda value: value.encode() if isinstance(value, str) else value)
COLUMNS = {b"245": "title", b"FMT": "title", b"00Z": "none"}
RECORDS = FIELDS.map(lambda fields: bytes(assemble(LEADER.encode(), fields)))


def spoiled(raw: bytes) -> st.SearchStrategy[bytes]:
    """Put other bytes in the place of some, or of none at all."""
    places = st.integers(0, len(raw))
    cuts = st.tuples(places, places, st.sampled_from([b"", b"0", b"\x1e", b"\x1d"]))
    return cuts.map(lambda cut: raw[: min(cut[:2])] + cut[2] + raw[max(cut[:2]) :])


compiled = pytest.mark.skipif(
    not loops.COMPILED, reason="the loops are not compiled: there was no C compiler"
)


@compiled
@given(RECORDS.flatmap(spoiled) | RECORDS | st.binary(max_size=60))
@example(b"")
@example(SOUND)
@example(SOUND[:-1])
@example(b"00026" + SOUND[5:12] + b"00025" + SOUND[17:24] + b"\x1e\x1d")
@example(b"99999" + SOUND[5:])
@example(SOUND[:12] + b"99999" + SOUND[17:])
@example(SOUND.replace(b"0", b"\xb2", 1))
def test_regular_fields(raw: bytes) -> None:
    found = loops.regular_fields(raw)
    assert found == in_python.regular_fields(raw)
    if found is not None:
        assert loops.split_fields(raw) == found
        assert in_python.split_fields(raw) == found
        plain = loops.has_plain_fields(raw, found)
        assert plain == in_python.has_plain_fields(raw, found)


@compiled
@pytest.mark.parametrize("raw", [b"", SOUND[:-1], SOUND[:24]])
def test_what_is_not_regular_is_not_split_into_anything(raw: bytes) -> None:
    with pytest.raises(ValueError, match="no regular record"):
        loops.split_fields(raw)


@compiled
def test_records_of_all_kinds() -> None:
    for raw in marc_stream(7, 2_000):
        found = loops.regular_fields(raw)
        assert found == in_python.regular_fields(raw)
        if found is not None:
            plain = in_python.has_plain_fields(raw, found)
            assert loops.has_plain_fields(raw, found) == plain


@compiled
@given(FIELDS, FIELDS, FIELDS, FIELDS)
def test_ends_alike(
    head: list[Slice], some: list[Slice], others: list[Slice], tail: list[Slice]
) -> None:
    left, right = head + some + tail, head + others + tail
    # The same bytes in other objects, as of records that were read apart.
    again = [(bytes(bytearray(tag)), bytes(bytearray(body))) for tag, body in right]
    assert loops.ends_alike(left, again) == in_python.ends_alike(left, again)


@compiled
@given(FIELDS, st.frozensets(_TAGS))
def test_with_tags(fields: list[Slice], tags: frozenset[bytes]) -> None:
    assert loops.with_tags(fields, tags) == in_python.with_tags(fields, tags)


@compiled
@given(FIELDS)
def test_parted(fields: list[Slice]) -> None:
    of_tag = {tag: None if tag == b"245" else tag[:1] for tag, _ in fields}

    def of_body(body: bytes) -> bytes:
        return b"2" if len(body) % 2 else b"0"

    wanted = next(iter(of_tag.values()), None) or b"0"
    given = (fields, of_tag, of_body, wanted)
    assert loops.parted(*given) == in_python.parted(*given)


@compiled
@given(FIELDS, st.integers(0, 200_000))
def test_laid_out(fields: list[Slice], start: int) -> None:
    assert loops.laid_out(fields, start) == in_python.laid_out(fields, start)


@compiled
@pytest.mark.parametrize(
    "fields",
    [
        [(b"500", b"a" * (MAX_FIELD - 1))],
        [(b"500", b"a" * MAX_FIELD)],
        [(b"500", b"a" * 9_000)] * 11,
        [(b"500", b"a" * 9_000)] * 12,
    ],
)
def test_what_has_no_room(fields: Sequence[Slice]) -> None:
    assert loops.laid_out(fields) == in_python.laid_out(fields)


@compiled
@given(st.lists(_VALUES, max_size=5))
@example([bytes([one, other]) for one in range(256) for other in (0x1F, 0x80, 0xBF)])
def test_words(values: list[bytes]) -> None:
    spelled = in_python.Folding(fold).words(values)
    assert FOLDING.words(values) == spelled
    assert len(spelled) == len(values)


@compiled
@pytest.mark.parametrize("text", ["{}", "a{}b", " {} ", "\u0301{}\u0308"])
def test_words_of_each_character_of_the_first_thousand(text: str) -> None:
    values = [text.format(chr(code)).encode() for code in range(1_000)]
    assert FOLDING.words(values) == in_python.Folding(fold).words(values)


@compiled
@given(st.lists(FIELDS, max_size=4))
def test_lines(records: list[list[Slice]]) -> None:
    lines = FOLDING.lines(records, COLUMNS)
    assert lines == in_python.Folding(fold).lines(records, COLUMNS)


@compiled
def test_a_folding_that_makes_long_words_of_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="more than can be kept"):
        loops.Folding(lambda text: 9 * text)


@compiled
@pytest.mark.parametrize(
    "wrong", [None, 1, "text", [b"001", b"1"], [(b"001",)], [None]]
)
def test_what_is_no_record_and_no_fields_is_refused(wrong: object) -> None:
    """Types are checked before; what slips through must not end the process."""
    for loop in (loops.regular_fields, loops.split_fields, loops.laid_out):
        with pytest.raises((TypeError, ValueError)):
            loop(wrong)  # pyright: ignore[reportArgumentType]
    with pytest.raises((TypeError, ValueError)):
        loops.ends_alike(wrong, wrong)  # pyright: ignore[reportArgumentType]
    with pytest.raises((TypeError, ValueError)):
        FOLDING.words([wrong])  # pyright: ignore[reportArgumentType]
    with pytest.raises((TypeError, ValueError)):
        FOLDING.lines([wrong], COLUMNS)  # pyright: ignore[reportArgumentType]
