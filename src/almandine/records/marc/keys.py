# Compiled as it is, where the set-up can: ADR 0033.
"""The keys by which records are matched: (kind, normalised value).

Kinds are `001`, `035`, `oclc`, `isbn`, `issn` and `024`. A number that its field gives
as invalid or cancelled has the same kind with `_z`, so that a match may use it or not.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from almandine.records.marc.charset import charset_of, decode
from almandine.records.marc.fields import Subfields, plain, subfields_of
from almandine.records.marc.loops import with_tags
from almandine.records.marc.structure import slices

Key = tuple[str, str]
_Reader = Callable[[Subfields], list[Key]]

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

    def read(subfields: Subfields) -> list[Key]:
        return [
            (kinds[code], value)
            for code, text in subfields
            if code in kinds
            for value in normalize(text)
        ]

    return read


def _of_001(text: str) -> list[Key]:
    written = [("001", value) for value in as_written(text)]
    return written + [("oclc", value) for value in oclc_numbers(text)]


def _read_019(subfields: Subfields) -> list[Key]:
    """Read the numbers that OCLC merged into the record's own."""
    texts = [text for code, text in subfields if code == "a"]
    return [("oclc_z", value) for text in texts for value in _bare_oclc(text)]


def _read_035(subfields: Subfields) -> list[Key]:
    """Read numbers as they are, and behind them those that are OCLC's."""
    numbers = [
        (kinds, text) for code, text in subfields if (kinds := _KINDS_OF_035.get(code))
    ]
    written = [(kind, one) for (kind, _), text in numbers for one in as_written(text)]
    oclc = [(kind, one) for (_, kind), text in numbers for one in oclc_numbers(text)]
    return written + oclc


_KINDS_OF_035: Final = {"a": ("035", "oclc"), "z": ("035_z", "oclc_z")}

_ID: Final = b"001"
_READERS: Final[dict[bytes, _Reader]] = {
    b"019": _read_019,
    b"020": _subfields("isbn", isbns),
    b"022": _subfields("issn", issns),
    b"024": _subfields("024", as_written),
    b"035": _read_035,
}

KEY_TAGS: Final = frozenset((_ID, *_READERS))
"""The fields that keys are read from."""


def keys(raw: bytes, tags: AbstractSet[bytes] = KEY_TAGS) -> list[Key]:
    """Return the keys of a sound record, each once, in the order of its fields.

    Args:
        raw: The record.
        tags: Only the keys that fields with these give; no others than `KEY_TAGS`.
    """
    charset = charset_of(raw)
    found: list[Key] = []
    for tag, body in with_tags(slices(raw), tags):
        if tag == _ID:
            found += _of_001(decode(body, charset))
        else:
            found += _READERS[tag](subfields_of(body, charset))
    return list(dict.fromkeys(found))
