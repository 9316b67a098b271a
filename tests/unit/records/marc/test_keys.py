"""The keys by which records match."""

import pytest

from almandine.records.marc.keys import Key, isbn13, keys
from unit.records.marc.building import EMMA, Part, marc8_record, record


def test_keys_come_in_the_order_of_the_fields() -> None:
    assert keys(record(*EMMA)) == [
        ("001", "ocm00012345"),
        ("oclc", "12345"),
        ("isbn", "0192833541"),
        ("isbn", "9780192833549"),
    ]


CASES: dict[str, tuple[Part, list[Key]]] = {
    "035 $a and $z": (
        ("035", b"  \x1fa(DE-599) 1 \x1fz(XX)2"),
        [("035", "(DE-599) 1"), ("035_z", "(XX)2")],
    ),
    "OCLC number with prefix and zeros": (
        ("035", b"  \x1fa(OCoLC)ocm00012345"),
        [("035", "(OCoLC)ocm00012345"), ("oclc", "12345")],
    ),
    "cancelled OCLC number": (
        ("035", b"  \x1fz(OCoLC)on1234567890"),
        [("035_z", "(OCoLC)on1234567890"), ("oclc_z", "1234567890")],
    ),
    "merged OCLC numbers": (
        ("019", b"  \x1fa111\x1fa0222"),
        [("oclc_z", "111"), ("oclc_z", "222")],
    ),
    "ISBN-13": (("020", b"  \x1fa978-0-19-283354-9"), [("isbn", "9780192833549")]),
    "invalid ISBN": (
        ("020", b"  \x1fz019283354x"),
        [("isbn_z", "019283354X"), ("isbn_z", "9780192833549")],
    ),
    "a price is no ISBN": (("020", b"  \x1fa$14,00\x1fc12"), []),
    "ISSN": (
        ("022", b"  \x1fa1234-567x\x1fz76543210"),
        [
            ("issn", "1234567X"),
            ("issn_z", "76543210"),
        ],
    ),
    "no ISSN": (("022", b"  \x1fanone"), []),
    "other number": (
        ("024", b"3 \x1fa 9 780 \x1fz1\x1f2doi"),
        [("024", "9 780"), ("024_z", "1")],
    ),
    "empty number": (("035", b"  \x1fa \x1fz"), []),
    "the same number twice": (("035", b"  \x1faX1\x1faX1"), [("035", "X1")]),
    "an unkeyed field": (("245", b"00\x1faEmma"), []),
}


@pytest.mark.parametrize(("part", "expected"), CASES.values(), ids=CASES.keys())
def test_keys_of(part: Part, expected: list[Key]) -> None:
    assert keys(record(part)) == expected


def test_keys_beyond_ascii_are_decoded() -> None:
    assert keys(marc8_record(("035", b"  \x1fa(\xe2e)1"))) == [("035", "(\u00e9)1")]


def test_isbn13_ends_with_its_check_digit() -> None:
    assert isbn13("0306406152") == "9780306406157"
