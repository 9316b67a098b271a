"""By which identifiers the members of a set can be named."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.faults import InvalidIdentifierType, Refused
from almandine.records.kind import KIND_OF_CONTENT, Kind
from almandine.records.marc.keys import isbns, issns, oclc_numbers

BARCODE: Final = "BARCODE"
ANY_USER_IDENTIFIER: Final = ""

_BARE_NUMBER: Final = re.compile(r"0*([0-9]+)")


@dataclass(frozen=True, slots=True)
class BibNumber:
    """A number that bibs carry, as their keys spell it."""

    key_type: str
    """Kind of key, as in `records.marc.keys`."""
    spellings: Callable[[str], Sequence[str]]
    """The keys that a number as clients write it may stand under."""


def _as_written(number: str) -> Sequence[str]:
    return [" ".join(number.split())]


def _oclc_spellings(number: str) -> Sequence[str]:
    bare = _BARE_NUMBER.fullmatch(number.strip())
    return [bare[1]] if bare else oclc_numbers(number)


BIB_NUMBERS: Final[Mapping[str, BibNumber]] = {
    "SYSTEM_NUMBER": BibNumber("035", _as_written),
    "OCLC_NUMBER": BibNumber("oclc", _oclc_spellings),
    "ISBN": BibNumber("isbn", isbns),
    "ISSN": BibNumber("issn", issns),
}
"""Identifier types of bibs. Source: the vendor's page on members of sets."""

SECOND_NAMES: Final[Mapping[str, str]] = {
    "ITEM": BARCODE,
    "USER": ANY_USER_IDENTIFIER,
}
"""What a member may be named by when no type is given and it is no record id.
Source: the vendor's schema of a set, on its members."""

_ALLOWED: Final[Mapping[Kind, Sequence[str]]] = {
    Kind.ITEM: (BARCODE,),
    Kind.BIB: tuple(BIB_NUMBERS),
}


def spellings(id_type: str, value: str) -> Sequence[str]:
    """Return how a value may be spelt where identifiers of the type are kept."""
    number = BIB_NUMBERS.get(id_type)
    return number.spellings(value) if number else [value]


def check_identifier_type(id_type: str, content: str) -> None:
    """Raise unless records of the content have identifiers of this type.

    Users have any type, because institutions define their own.

    Raises:
        Refused: with `InvalidIdentifierType`.
    """
    kind = KIND_OF_CONTENT[content]
    if kind is Kind.USER:
        return
    allowed = _ALLOWED.get(kind, ())
    if id_type not in allowed:
        words = ", ".join(allowed) or "none"
        raise Refused(InvalidIdentifierType(id_type, words))
