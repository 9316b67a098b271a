"""What is found in a record, and what a profile makes of it."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.records.marc.structure import Regular, examined
from almandine.records.validation.checks import (
    FINDERS,
    OF_RECORDS,
    Check,
    Subject,
    is_plain,
)
from almandine.records.validation.validate import (
    DEFAULTS,
    Finding,
    Severity,
    ValidationProfile,
    rejection,
    validate,
)
from unit.records.marc.building import EMMA, Part, marc8_record, record
from unit.records.marc.real_data import read, unpacked

DEFAULT = ValidationProfile()
FIXED: Part = ("008", b"850101s1816    enk           000 1 eng d")
TITLE: Part = ("245", b"10\x1faEmma")
GOOD: tuple[Part, ...] = (("001", b"1"), FIXED, TITLE)


def found(raw: bytes, profile: ValidationProfile = DEFAULT) -> list[tuple[Check, str]]:
    """Return what is found, without severities."""
    return [(one.check, one.because) for one in validate(raw, profile)]


def test_a_good_record_has_no_findings() -> None:
    assert found(record(*EMMA[:2], FIXED, *EMMA[3:])) == []


BAD: dict[str, tuple[bytes, list[tuple[Check, str]]]] = {
    "a leader with strange codes": (
        record(*GOOD, leader="00000xzm a2200000 i 4500"),
        [
            (Check.LEADER, "leader position 5 is 'x'"),
            (Check.LEADER, "leader position 6 is 'z'"),
        ],
    ),
    "a leader beyond ASCII": (
        record(*GOOD)[:5] + b"\xff" + record(*GOOD)[6:],
        [
            (Check.LEADER, "leader position 5 is '\\\\xff'"),
            (Check.ENCODING, "leader or directory is not UTF-8 as the leader says"),
        ],
    ),
    "no title": (record(*GOOD[:2]), [(Check.TITLE_MISSING, "no 245")]),
    "two titles": (record(*GOOD, TITLE), [(Check.TITLE_REPEATED, "2 fields 245")]),
    "no 008": (record(GOOD[0], TITLE), [(Check.FIXED_LENGTH, "no 008")]),
    "two 008": (record(FIXED, FIXED, TITLE), [(Check.FIXED_LENGTH, "2 fields 008")]),
    "a short 008": (
        record(("008", b"1" * 39), TITLE),
        [(Check.FIXED_LENGTH, "008 has 39 characters, not 40")],
    ),
    "one indicator": (
        record(FIXED, ("245", b"1\x1faEmma")),
        [(Check.INDICATORS, "'245' has indicators '1'")],
    ),
    "three indicators": (
        record(FIXED, ("245", b"10 \x1faEmma")),
        [
            (Check.INDICATORS, "'245' has indicators '10 '"),
            (Check.SUBFIELD_CODES, "'245' has a subfield without a proper code"),
        ],
    ),
    "a capital as indicator": (
        record(FIXED, ("245", b"1X\x1faEmma")),
        [(Check.INDICATORS, "'245' has indicators '1X'")],
    ),
    "a capital as code": (
        record(FIXED, ("245", b"10\x1faEmma\x1fBx")),
        [(Check.SUBFIELD_CODES, "'245' has a subfield without a proper code")],
    ),
    "a delimiter at the end": (
        record(FIXED, ("245", b"10\x1faEmma\x1f")),
        [(Check.SUBFIELD_CODES, "'245' has a subfield without a proper code")],
    ),
    "a field without subfields": (
        record(*GOOD, ("500", b"  ")),
        [(Check.EMPTY_FIELDS, "'500' is empty")],
    ),
    "a field of blanks": (
        record(*GOOD, ("500", b"  \x1fa \x1fb")),
        [(Check.EMPTY_FIELDS, "'500' is empty")],
    ),
    "an empty control field": (
        record(*GOOD, ("003", b" ")),
        [(Check.EMPTY_FIELDS, "'003' is empty")],
    ),
    "bytes that are not UTF-8": (
        record(*GOOD, ("500", b"  \x1faCaf\xe2e")),
        [(Check.ENCODING, "'500' is not UTF-8 as the leader says")],
    ),
    "UTF-8 that is called MARC-8": (
        marc8_record(*GOOD, ("500", b"  \x1faCaf\xc3\xa9")),
        [(Check.ENCODING, "the text is UTF-8, the leader says MARC-8")],
    ),
    "bytes that MARC-8 does not have": (
        marc8_record(*GOOD, ("500", b"  \x1fax\xff\xe2e")),
        [(Check.ENCODING, "'500' has bytes that MARC-8 does not")],
    ),
}


@pytest.mark.parametrize(("raw", "expected"), BAD.values(), ids=BAD.keys())
def test_found_in(raw: bytes, expected: list[tuple[Check, str]]) -> None:
    assert found(raw) == expected


def test_good_marc8_is_good() -> None:
    assert found(marc8_record(*GOOD, ("500", b"  \x1faCaf\xe2e"))) == []


def test_every_check_is_made_and_has_a_severity() -> None:
    assert set(FINDERS) | {Check.STRUCTURE} == set(Check) == set(DEFAULTS)


def test_what_is_ignored_is_not_found() -> None:
    profile = ValidationProfile({Check.TITLE_MISSING: Severity.IGNORE})
    assert found(record(FIXED), profile) == []


def test_a_profile_says_how_grave_a_finding_is() -> None:
    profile = ValidationProfile({Check.TITLE_MISSING: Severity.WARN})
    findings = validate(record(FIXED), profile)
    assert findings == [Finding(Check.TITLE_MISSING, Severity.WARN, "no 245")]
    assert rejection(findings) is None


def test_a_broken_record_is_rejected_whatever_the_profile() -> None:
    profile = ValidationProfile(dict.fromkeys(Check, Severity.IGNORE))
    findings = validate(record(*GOOD)[:-1], profile)
    assert findings == [
        Finding(Check.STRUCTURE, Severity.REJECT, "no record terminator")
    ]
    assert rejection(findings) == "no record terminator"


def test_structure_is_an_error_for_every_profile() -> None:
    profile = ValidationProfile({Check.STRUCTURE: Severity.WARN})
    assert profile.severity_of(Check.STRUCTURE) is Severity.REJECT


def test_a_rejection_gives_all_its_reasons() -> None:
    raw = record(FIXED, ("500", b"  \x1fa\xff"))
    assert rejection(validate(raw, DEFAULT)) == (
        "no 245; '500' is not UTF-8 as the leader says"
    )


@given(st.binary(max_size=100))
def test_any_bytes_can_be_validated(noise: bytes) -> None:
    assert validate(noise, DEFAULT)
    validate(record(*GOOD, ("500", noise.replace(b"\x1e", b""))), DEFAULT)


_TEXTS: Final = st.one_of(st.binary(max_size=8), st.just(b"text"), st.just(b" "))
_FIELDS: Final = st.tuples(st.sampled_from(["001", "008", "245", "500"]), _TEXTS)


@given(st.lists(_FIELDS, max_size=6))
def test_plain_fields_are_those_in_which_nothing_is_found(
    fields: list[tuple[str, bytes]],
) -> None:
    subject = _subject(
        *[(tag, text if tag < "01" else b"  \x1fa" + text) for tag, text in fields]
    )
    if is_plain(subject):
        assert not _found_in_fields(subject)


def test_most_records_have_plain_fields() -> None:
    assert is_plain(_subject(*GOOD))
    assert is_plain(_subject(*GOOD, ("500", b"  \x1faOne\x1fbTwo")))


@pytest.mark.parametrize(
    "odd",
    [
        ("500", b"  \x1fa"),
        ("500", b"A \x1faOne"),
        ("500", b"  \x1fAOne"),
        ("500", b"  \x1faOne\x1f-Two"),
        ("003", b" "),
    ],
)
def test_a_field_with_something_wrong_is_not_plain(odd: tuple[str, bytes]) -> None:
    subject = _subject(odd, *GOOD)
    assert not is_plain(subject)
    assert _found_in_fields(subject)


def _subject(*fields: tuple[str, bytes]) -> Subject:
    examinee = examined(record(*((tag, b.replace(b"\x1e", b"")) for tag, b in fields)))
    assert isinstance(examinee, Regular)
    return Subject.of(examinee)


def _found_in_fields(subject: Subject) -> list[str]:
    of_fields = FINDERS.keys() - OF_RECORDS.keys()
    return [because for one in of_fields for because in FINDERS[one](subject)]


def test_most_real_bibs_are_not_rejected() -> None:
    accepted, _ = read(unpacked("real_permissive.mrc.zst"))
    bibs = [raw for raw in accepted if chr(raw[6]) not in "uvxyz"][::20]
    rejected = [raw for raw in bibs if rejection(validate(raw, DEFAULT))]
    assert bibs
    assert len(rejected) * 10 < len(bibs)
