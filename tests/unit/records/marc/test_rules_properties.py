"""Whatever rules do, a sound record stays sound; real records included."""

from hypothesis import given
from hypothesis import strategies as st

from almandine.records.marc.fields import Record
from almandine.records.marc.rules import compile_rules
from almandine.records.marc.structure import fault
from unit.records.marc.building import Part, record
from unit.records.marc.real_data import SHARED, read, unpacked

RULES = """
rule "everything at once"  // a comment
when (TRUE)
then
  addControlField "006.x"
  replaceControlContents "LDR.{17,3}" with "   "
  changeField "650" to "690.{*,1}" if (exists "650.a")  # another
  copyField "245" to "246"
  copyField "245.a" to "500.a"
  addSubField "500.b.é"
  changeSubField "500.a" to "x"
  removeSubField "245.c"
  replaceContents "246.a.e" with ""
  changeFirstIndicator "020" to "-"
  correctDuplicateSubfields "650" "a"
  removeField "029"
end
"""


def _data_body(texts: list[str]) -> bytes:
    return "\x1f".join(["10", *texts]).encode()


TAGS = st.sampled_from(["006", "008", "020", "029", "245", "500", "650", "ABC"])
BODIES = st.one_of(
    st.binary(max_size=12).filter(lambda body: not {0x1D, 0x1E} & set(body)),
    st.lists(st.text("abce1é", max_size=4), max_size=3).map(_data_body),
)
FIELDS: st.SearchStrategy[list[Part]] = st.lists(st.tuples(TAGS, BODIES), max_size=6)


@given(FIELDS)
def test_a_sound_record_stays_sound(fields: list[Part]) -> None:
    assert fault(compile_rules(RULES)(record(*fields))) is None


@given(FIELDS)
def test_fields_that_no_rule_is_for_keep_order_and_bytes(fields: list[Part]) -> None:
    raw = record(*fields)
    normalize = compile_rules('rule "r" when (TRUE) then removeField "245" end')
    kept = [(f.tag, f.body) for f in Record(normalize(raw)).fields()]
    assert kept == [part for part in fields if part[0] != "245"]


def test_real_records_stay_sound() -> None:
    raws, _ = read(unpacked("real_permissive.mrc.zst"))
    normalize = compile_rules(RULES)
    faults = {fault(normalize(raw)) for raw in raws[::20] if len(raw) < 50_000}
    assert faults == {None}


def test_the_sample_of_four_institutions_runs_whole() -> None:
    unpacked("hard.mrc.zst")  # skips where nothing is shared
    text = (SHARED / "jobs" / "samples" / "normalization_rules.txt").read_text()
    raw = record(
        ("001", b"1"),
        ("029", b"1 \x1fax"),
        ("035", b"  \x1fa(OCoLC)5"),
        ("650", b" 7\x1faBees\x1f2fast"),
        ("650", b" 0\x1faBees\x1f2q\x1f2q"),
        ("653", b"  \x1faSubject discipline: Bio"),
        ("856", b"40\x1fahttp://x"),
    )
    normalized = compile_rules(text)(raw)
    assert [(f.tag, f.body) for f in Record(normalized).fields()] == [
        ("001", b"1"),
        ("035", b"  \x1fa(OCoLC)5"),
        ("650", b" 0\x1faBees\x1f2q"),
        ("690", b" 0\x1faBees\x1f2q\x1f2q"),
        ("695", b"  \x1fa Bio"),
        ("856", b"41\x1fuhttp://x"),
        ("949", b"04\x1faprocessed\x1fc20261123"),
    ]
    assert normalized[5:6] == b"c"
