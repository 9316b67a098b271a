"""By which keys an incoming record is looked up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import Field, data_field
from almandine.records.marc.identifiers import assign_mms_id
from almandine.records.marc.keys import Key, keys
from almandine.records.matching.match_keys import MatchProfile, Numbers, match_keys
from almandine.records.matching.methods import MatchMethod
from unit.records.marc.building import EMMA, LEADER, Part, marc8_record, record

SERIAL = LEADER.replace("nam", "nas")
INTEGRATING = LEADER.replace("nam", "nai")
COMPONENT_OF_SERIAL = LEADER.replace("nam", "nab")

NUMBERS: tuple[Part, ...] = (
    ("001", b"9912"),
    ("019", b"  \x1fa111"),
    ("020", b"  \x1fa0-19-283354-1 (pbk.)\x1fz0306406152"),
    ("022", b"  \x1fa1234-5679\x1fz7654-3210"),
    ("024", b"7 \x1fa10.1/x\x1f2doi"),
    ("035", b"  \x1fa(DE-599)DNB1"),
    ("035", b"  \x1fa(OCoLC)ocm00012345\x1fz(OCoLC)222"),
)
RAW = record(*NUMBERS)

CASES: dict[MatchMethod, list[Key]] = {
    MatchMethod.MMS_ID: [("001", "9912")],
    MatchMethod.OCLC: [("oclc", "12345")],
    MatchMethod.UNIQUE_OCLC: [
        ("oclc", "111"),
        ("oclc_z", "111"),
        ("oclc", "12345"),
        ("oclc_z", "12345"),
        ("oclc", "222"),
        ("oclc_z", "222"),
    ],
    MatchMethod.SYSTEM_NUMBER: [("035", "(DE-599)DNB1"), ("oclc", "12345")],
    MatchMethod.ISBN: [("isbn", "9780192833549")],
    MatchMethod.ISSN: [("issn", "12345679")],
    MatchMethod.OTHER_NUMBER: [("024", "10.1/x")],
    MatchMethod.OTHER_OR_SYSTEM_NUMBER: [
        ("024", "10.1/x"),
        ("035", "(DE-599)DNB1"),
        ("oclc", "12345"),
    ],
    MatchMethod.ISBN_OR_OTHER_OR_SYSTEM_NUMBER: [
        ("isbn", "9780192833549"),
        ("024", "10.1/x"),
        ("035", "(DE-599)DNB1"),
        ("oclc", "12345"),
    ],
    MatchMethod.ISSN_OR_OTHER_OR_SYSTEM_NUMBER: [
        ("issn", "12345679"),
        ("024", "10.1/x"),
        ("035", "(DE-599)DNB1"),
        ("oclc", "12345"),
    ],
}


def by(method: MatchMethod, prefix: str = "") -> MatchProfile:
    """Match everything by one method."""
    return MatchProfile(Numbers(method, prefix))


def test_every_method_has_a_case() -> None:
    assert set(CASES) == set(MatchMethod)


@pytest.mark.parametrize(("method", "expected"), CASES.items())
def test_match_keys_of(method: MatchMethod, expected: list[Key]) -> None:
    assert match_keys(RAW, by(method)) == expected


@pytest.mark.parametrize("method", MatchMethod)
def test_a_record_without_numbers_is_not_looked_up(method: MatchMethod) -> None:
    assert match_keys(record(("245", b"00\x1faEmma")), by(method)) == []


@pytest.mark.parametrize(
    "text",
    [
        b"(OCoLC)12345",
        b"(OCoLC)00012345",
        b"(OCoLC)ocm00012345",
        b"(OCoLC)ocn012345",
        b"(OCoLC)on12345",
        b"(ocolc)OCM12345",
        b"ocm00012345 ",
    ],
)
def test_spellings_of_an_oclc_number_are_one_number(text: bytes) -> None:
    raw = record(("035", b"  \x1fa" + text))
    assert match_keys(raw, by(MatchMethod.OCLC)) == [("oclc", "12345")]


@pytest.mark.parametrize(
    "text", ["(OCoLC)12345abc", "(OCoLC)12345-9", "ocm12345/x", "(OCoLC)000", "ocm0"]
)
def test_what_only_begins_like_an_oclc_number_is_none(text: str) -> None:
    raw = record(("035", b"  \x1fa" + text.encode()))
    assert match_keys(raw, by(MatchMethod.OCLC)) == []
    assert match_keys(raw, by(MatchMethod.SYSTEM_NUMBER)) == [("035", text)]
    assert ("oclc_z", "12345") not in keys(record(("019", b"  \x1fa12345-9")))


def test_an_oclc_record_is_known_by_its_001() -> None:
    assert match_keys(record(*EMMA), by(MatchMethod.OCLC)) == [("oclc", "12345")]


def test_a_bare_001_counts_where_003_says_that_it_is_of_oclc() -> None:
    ours = record(("001", b"00077"), ("003", b"OCoLC"))
    others = record(("001", b"00077"), ("003", b"DE-599"))
    assert match_keys(ours, by(MatchMethod.OCLC)) == [("oclc", "77")]
    assert match_keys(others, by(MatchMethod.OCLC)) == []


@pytest.mark.parametrize(
    ("source", "prefix", "expected"),
    [
        (b"DE-627", "", [("035", "(DE-627)s 1")]),
        (b"DE-627", "(DE-627)", [("035", "(DE-627)s 1")]),
        (b"DE-627", "(DE-599)", []),
        (b"", "", []),
    ],
)
def test_a_record_is_known_by_the_035_that_its_001_becomes(
    source: bytes, prefix: str, expected: list[Key]
) -> None:
    raw = record(("001", b"s  1"), ("003", source))
    staying = by(MatchMethod.SYSTEM_NUMBER, prefix)
    moving = replace(staying, moves_id=True)
    assert match_keys(raw, moving) == expected
    assert match_keys(raw, staying) == []
    stored = keys(assign_mms_id(raw, "991", keeps_source=False))
    assert set(expected) <= set(stored)


@pytest.mark.parametrize("prefix", ["(DE-599)", "DE-599", "(DE-5"])
def test_a_prefix_limits_system_numbers_to_one_system(prefix: str) -> None:
    found = match_keys(RAW, by(MatchMethod.SYSTEM_NUMBER, prefix))
    assert found == [("035", "(DE-599)DNB1")]


def test_a_prefix_does_not_limit_standard_numbers() -> None:
    found = match_keys(RAW, by(MatchMethod.ISBN_OR_OTHER_OR_SYSTEM_NUMBER, "(XX)"))
    assert found == [("isbn", "9780192833549"), ("024", "10.1/x")]


@pytest.mark.parametrize("leader", [SERIAL, INTEGRATING, COMPONENT_OF_SERIAL])
def test_serials_are_matched_by_the_serial_profile(leader: str) -> None:
    profile = MatchProfile(Numbers(MatchMethod.ISBN), Numbers(MatchMethod.ISSN))
    assert match_keys(record(*NUMBERS, leader=leader), profile) == [
        ("issn", "12345679")
    ]
    assert match_keys(RAW, profile) == [("isbn", "9780192833549")]


def test_serials_are_matched_as_others_without_a_serial_profile() -> None:
    raw = record(*NUMBERS, leader=SERIAL)
    assert match_keys(raw, by(MatchMethod.ISBN)) == [("isbn", "9780192833549")]


def test_others_are_matched_the_other_way() -> None:
    profile = MatchProfile(Numbers(MatchMethod.ISBN), Numbers(MatchMethod.ISSN))
    assert profile.others is not None
    assert match_keys(RAW, profile.others) == [("issn", "12345679")]
    assert by(MatchMethod.ISBN).others is None
    assert replace(profile, serial=profile.non_serial).others is None


def test_invalid_numbers_count_on_neither_side_on_request() -> None:
    profile = MatchProfile(Numbers(MatchMethod.UNIQUE_OCLC), disregards_invalid=True)
    assert match_keys(RAW, profile) == [("oclc", "12345")]


def test_numbers_beyond_ascii_are_decoded() -> None:
    raw = marc8_record(("035", b"  \x1fa(\xe2e)1"))
    assert match_keys(raw, by(MatchMethod.SYSTEM_NUMBER)) == [("035", "(\u00e9)1")]


_NUMBER_FIELDS = st.builds(
    data_field,
    st.sampled_from(["019", "020", "022", "024", "035"]),
    st.just("  "),
    st.lists(
        st.tuples(
            st.sampled_from("az"),
            st.sampled_from(
                ["(OCoLC)ocm001", "0192833541", "978-0-19-283354-9", "1234-5679", "X 1"]
            ),
        ),
        max_size=3,
    ),
)


@given(st.lists(_NUMBER_FIELDS, max_size=6), st.sampled_from(MatchMethod))
def test_a_stored_copy_is_found_by_every_number_looked_up(
    fields: list[Field], method: MatchMethod
) -> None:
    raw = from_fields(LEADER, fields)
    wanted = set(match_keys(raw, by(method)))
    stored = set(keys(raw))
    numbers = {(kind.removesuffix("_z"), value) for kind, value in stored}
    assert {(kind.removesuffix("_z"), value) for kind, value in wanted} <= numbers
    assert not wanted or wanted & stored
