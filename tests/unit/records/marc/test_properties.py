"""What holds for any record, tried on records that nobody would write."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from almandine.records.marc.edits import (
    append,
    assemble,
    from_fields,
    insert,
    remove,
    replace_fields,
)
from almandine.records.marc.fields import Field, Record, control_field, data_field
from almandine.records.marc.iso2709 import Broken, split
from almandine.records.marc.layout import Slice
from almandine.records.marc.marc8 import marc8_to_unicode
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.marcxml_reader import read_marcxml
from almandine.records.marc.structure import Regular, fault, is_regular, slices
from unit.records.marc.building import LEADER

# Text that both formats can hold: no C0 control but tab and line ends, no surrogate.
_TEXT = st.text(
    st.one_of(
        st.sampled_from("abc &<>\"'\t\n\r\u00e9\u6f22\U0001f4da"),
        st.characters(
            exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=20,
)
_CODES = st.sampled_from("abcxyz0129&<A\u00e9")
_DATA_FIELDS = st.builds(
    data_field,
    st.sampled_from(["020", "245", "500", "9XX", "FMT"]),
    st.sampled_from(["  ", "10", " <", '&"']),
    st.lists(st.tuples(_CODES, _TEXT), max_size=5),
)
_CONTROL_FIELDS = st.builds(control_field, st.sampled_from(["001", "008"]), _TEXT)
_ANY_TAG = st.binary(min_size=3, max_size=3) | st.sampled_from([b"245", b"24\x1e"])
_ANY_BODY = st.binary(max_size=9) | st.sampled_from([b"a\x1eb", b"\x1e", b"a\x1db"])
FIELDS = st.lists(st.one_of(_DATA_FIELDS, _CONTROL_FIELDS), max_size=8)


@given(FIELDS)
def test_fields_written_are_the_fields_read(fields: list[Field]) -> None:
    raw = from_fields(LEADER, fields)
    assert fault(raw) is None
    assert is_regular(bytes(raw))
    assert Record(raw).fields() == fields


@given(st.lists(st.tuples(_ANY_TAG, _ANY_BODY), max_size=4))
def test_what_is_put_together_is_taken_for_regular_where_it_is(
    fields: list[Slice],
) -> None:
    made = assemble(LEADER.encode(), fields)
    assert isinstance(made, Regular) == is_regular(bytes(made))


@given(st.lists(st.tuples(_ANY_TAG, _ANY_BODY), max_size=4), FIELDS)
def test_what_is_put_behind_leaves_a_record_what_it_is(
    fields: list[Slice], new: list[Field]
) -> None:
    made = append(assemble(LEADER.encode(), fields), *new)
    assert isinstance(made, Regular) == is_regular(bytes(made))
    assert slices(made) == slices(bytes(made))


@given(FIELDS, FIELDS)
def test_edits_keep_every_other_field(before: list[Field], new: list[Field]) -> None:
    raw = from_fields(LEADER, before)
    others = [field for field in before if field.tag != "500"]
    fresh = [Field("500", field.body) for field in new]
    for edited in (
        remove(raw, "500"),
        replace_fields(raw, "500", fresh),
        append(remove(raw, "500"), *fresh),
    ):
        assert fault(edited) is None
        assert [one for one in Record(edited).fields() if one.tag != "500"] == others


@given(FIELDS)
def test_what_was_inserted_can_be_removed(before: list[Field]) -> None:
    raw = from_fields(LEADER, before)
    note = data_field("501", "  ", [("a", "Read.")])
    assert remove(insert(raw, note), "501") == raw


@given(st.lists(FIELDS, max_size=4))
def test_marcxml_written_and_read_back_is_the_same(records: list[list[Field]]) -> None:
    raws = [from_fields(LEADER, fields) for fields in records]
    written = to_marcxml(raws)
    assert written.repaired == 0
    document = BytesIO(HEADER + written.text + FOOTER)
    assert list(read_marcxml(document)) == raws


@given(st.binary(max_size=300), FIELDS)
def test_any_bytes_are_accounted_for(noise: bytes, fields: list[Field]) -> None:
    raw = from_fields(LEADER, fields)
    found = list(split(BytesIO(noise + b"\x1d" + raw)))
    assert found[-1] == raw
    kept = b"".join(one.raw if isinstance(one, Broken) else one for one in found)
    assert len(kept) <= len(noise) + 1 + len(raw)


@given(st.binary(max_size=60))
def test_any_bytes_can_be_read_as_marc8(data: bytes) -> None:
    assert marc8_to_unicode(data).isprintable() in {True, False}


@given(st.binary(max_size=60))
def test_any_body_makes_well_formed_xml(body: bytes) -> None:
    raw = append(from_fields(LEADER, []), Field("500", body))
    [back] = read_marcxml(BytesIO(to_marcxml([raw]).text))
    assert isinstance(back, bytes)
