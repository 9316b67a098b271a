"""The keys by which records are matched: (kind, normalised value).

Kinds are `001`, `035`, `oclc`, `isbn`, `issn` and `024`. A number that its field gives
as invalid or cancelled has the same kind with `_z`, so that a match may use it or not.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

from almandine.records.marc.fields import Field, Record, plain

Key = tuple[str, str]
_Reader = Callable[[Sequence[tuple[str, str]]], list[Key]]
"""From codes and texts of subfields to keys."""

LONGEST: Final = 500
"""Characters of a number or code by which something is found.

PostgreSQL cannot index much more, and no number has so many.
"""
_NUMBER: Final = r"0*([1-9]\d*)(?![\w/-])"
"""What goes on behind the digits is another number: of a copy, or of another system."""
_OCLC: Final = re.compile(
    rf"(?:\(OCoLC\)\s*(?:ocm|ocn|on)?|ocm|ocn|on){_NUMBER}", re.IGNORECASE
)
_BARE_OCLC: Final = re.compile(_NUMBER)
_ISBN: Final = re.compile(r"(?:\d{9}|\d{12})[\dX]")
_ISSN: Final = re.compile(r"(\d{4})-?(\d{3}[\dXx])")
_SHORT_ISBN: Final = 10
_BOOKLAND: Final = "978"


def keys(raw: bytes, *tags: str) -> list[Key]:
    """Return the keys of a sound record, each once, in the order of its fields.

    With tags, only those that fields with these tags give.
    """
    found = Record(raw).fields(*(tags or _READERS))
    each = chain.from_iterable(_READERS[field.tag](field) for field in found)
    return list(dict.fromkeys(each))


def isbns(text: str) -> list[str]:
    """Return a number as given and as ISBN-13, without hyphens and qualifiers."""
    first = text.strip().partition(" ")[0].partition("(")[0]
    number = first.replace("-", "").rstrip(".,:;").upper()
    if not _ISBN.fullmatch(number):
        return []
    return [number, isbn13(number)] if len(number) == _SHORT_ISBN else [number]


def isbn13(isbn10: str) -> str:
    """Return the ISBN-13 of an ISBN-10; its check digit is computed, not believed."""
    digits = _BOOKLAND + isbn10[:9]
    weighted = sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


def issns(text: str) -> list[str]:
    """Return a number as eight characters."""
    match = _ISSN.match(text.strip())
    return [(match[1] + match[2]).upper()] if match else []


def oclc_numbers(text: str) -> list[str]:
    """Return the number of `(OCoLC)ocm00012345` or `ocm00012345`: 12345."""
    match = _OCLC.match(text.strip())
    return [match[1]] if match else []


def as_written(text: str) -> list[str]:
    """Return a number as it is, but for runs of blanks."""
    return [number] if (number := " ".join(plain(text).split())) else []


def _bare_oclc(text: str) -> list[str]:
    match = _BARE_OCLC.match(text.strip())
    return [match[1]] if match else oclc_numbers(text)


def _subfields(kind: str, normalize: Callable[[str], list[str]]) -> _Reader:
    """Make a reader of $a and, as invalid or cancelled, $z."""
    kinds = {"a": kind, "z": f"{kind}_z"}

    def read(subfields: Sequence[tuple[str, str]]) -> list[Key]:
        return [
            (kinds[code], value)
            for code, text in subfields
            if code in kinds
            for value in normalize(text)
        ]

    return read


def _of_field(reader: _Reader) -> Callable[[Field], list[Key]]:
    return lambda field: reader(field.subfields)


def _read_001(field: Field) -> list[Key]:
    text = field.text
    written = [("001", value) for value in as_written(text)]
    return written + [("oclc", value) for value in oclc_numbers(text)]


def _read_019(field: Field) -> list[Key]:
    """Read the numbers that OCLC merged into the record's own."""
    texts = field.values("a")
    return [("oclc_z", value) for text in texts for value in _bare_oclc(text)]


def _read_035(field: Field) -> list[Key]:
    subfields = field.subfields
    return _read_system_number(subfields) + _read_oclc(subfields)


_read_system_number = _subfields("035", as_written)
_read_oclc = _subfields("oclc", oclc_numbers)

_READERS: Final[dict[str, Callable[[Field], list[Key]]]] = {
    "001": _read_001,
    "019": _read_019,
    "020": _of_field(_subfields("isbn", isbns)),
    "022": _of_field(_subfields("issn", issns)),
    "024": _of_field(_subfields("024", as_written)),
    "035": _read_035,
}

KEY_TAGS: Final = frozenset(tag.encode() for tag in _READERS)
"""The fields that keys are read from."""
