# Compiled as it is, where the set-up can: ADR 0033.
"""The checks: each looks at one thing and says in words what it found.

Source: MARC 21 Format for Bibliographic Data, leader, 008, 245 and appendix on
indicators and subfield codes; encoding levels of OCLC beside those of MARC 21.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from almandine.records.marc.charset import UNICODE_FLAG, Charset, charset_of, is_utf8
from almandine.records.marc.layout import DELIMITER, Slice
from almandine.records.marc.loops import has_plain_fields, with_tags
from almandine.records.marc.marc8 import UNKNOWN, marc8_to_unicode
from almandine.records.marc.structure import Regular, Sound


class Check(StrEnum):
    """What is looked at; the names that a validation profile uses."""

    STRUCTURE = "structure"
    """Lengths and addresses: leader, directory and bytes agree."""
    LEADER = "leader"
    """The codes of the leader are ones that MARC 21 has."""
    TITLE_MISSING = "title_missing"
    TITLE_REPEATED = "title_repeated"
    FIXED_LENGTH = "fixed_length"
    """There is one 008 of 40 characters."""
    INDICATORS = "indicators"
    """Each data field has two, each a digit, a small letter or blank."""
    SUBFIELD_CODES = "subfield_codes"
    """Each is a digit or a small letter, and no text stands before the first."""
    ENCODING = "encoding"
    """The text is in the character set that leader position 9 names."""
    EMPTY_FIELDS = "empty_fields"


class Subject(NamedTuple):
    """A sound record, read once for all checks."""

    raw: bytes
    fields: Sequence[Slice]
    once: Sequence[Slice]
    """Those of the fields that a record has once."""

    @classmethod
    def of(cls, record: Sound) -> "Subject":
        """Return a record as it is looked at."""
        return cls(record, record.fields, with_tags(record.fields, _ONCE))


_CODES: Final[Mapping[int, bytes]] = {
    5: b"acdnp",
    6: b"acdefgijkmoprt",
    7: b"abcdims",
    8: b" a",
    9: b" a",
    17: b" 1234578uzIKLMEJ",
    18: b" aciunr",
    19: b" abc",
}
"""Codes of the leader by position; obsolete ones are not among them."""
_CONTROL: Final = b"00"
_TITLE: Final = b"245"
_FIXED: Final = b"008"
_ONCE: Final = frozenset((_TITLE, _FIXED))
_WHOLE_008: Final = 40
_INDICATORS: Final = re.compile(rb"[0-9a-z ]{2}(?=\x1f|$)")
_SUBFIELDS: Final = re.compile(rb"[^\x1f]{0,2}(?:\x1f[0-9a-z][^\x1f]*)+")
_CONTENT: Final = re.compile(rb"\x1f[^\x1f][^\x1f]*[^\x1f\s]")


def _leader(subject: Subject) -> Sequence[str]:
    return _wrong_codes(subject.raw[5:10] + subject.raw[17:20])


@lru_cache
def _wrong_codes(codes: bytes) -> Sequence[str]:
    """Say which codes of a leader MARC 21 does not have; most records have the same.

    Args:
        codes: Those at the positions of `_CODES`.
    """
    return [
        f"leader position {position} is {_shown(code)}"
        for (position, known), code in zip(_CODES.items(), _each(codes), strict=True)
        if code not in known
    ]


def _title_missing(subject: Subject) -> Sequence[str]:
    return () if _bodies(subject, _TITLE) else ("no 245",)


def _title_repeated(subject: Subject) -> Sequence[str]:
    count = len(_bodies(subject, _TITLE))
    return (f"{count} fields 245",) if count > 1 else ()


def _fixed_length(subject: Subject) -> Sequence[str]:
    bodies = _bodies(subject, _FIXED)
    if not bodies:
        return ("no 008",)
    told = [f"{len(bodies)} fields 008"] if len(bodies) > 1 else []
    return told + [
        f"008 has {len(body)} characters, not {_WHOLE_008}"
        for body in bodies
        if len(body) != _WHOLE_008
    ]


def _bodies(subject: Subject, tag: bytes) -> Sequence[bytes]:
    """Return the bodies of the fields with a tag that a record has once."""
    return [body for other, body in subject.once if other == tag]


def _indicators(subject: Subject) -> Iterator[str]:
    for tag, body in _data_fields(subject):
        if not _INDICATORS.match(body):
            yield f"{_shown(tag)} has indicators {_shown(body.split(DELIMITER)[0])}"


def _subfield_codes(subject: Subject) -> Iterator[str]:
    for tag, body in _data_fields(subject):
        if DELIMITER in body and not _SUBFIELDS.fullmatch(body):
            yield f"{_shown(tag)} has a subfield without a proper code"


def _encoding(subject: Subject) -> Iterator[str]:
    raw = subject.raw
    if raw[9:10] == UNICODE_FLAG:
        if not is_utf8(raw):
            yield f"{_where(subject, is_utf8)} is not UTF-8 as the leader says"
    elif raw.isascii():
        # Most records; nothing in them differs between character sets.
        return
    elif charset_of(raw) is Charset.UTF_8:
        yield "the text is UTF-8, the leader says MARC-8"
    elif not all(_is_known_marc8(body) for _, body in subject.fields):
        yield f"{_where(subject, _is_known_marc8)} has bytes that MARC-8 does not"


def _empty_fields(subject: Subject) -> Iterator[str]:
    for tag, body in subject.fields:
        has_content = body.strip() if _is_control(tag) else _CONTENT.search(body)
        if not has_content:
            yield f"{_shown(tag)} is empty"


def is_plain(subject: Subject) -> bool:
    """Say at a stroke that no field has anything wrong with it, as in most records."""
    raw = subject.raw
    return isinstance(raw, Regular) and has_plain_fields(raw, subject.fields)


def _data_fields(subject: Subject) -> Iterator[Slice]:
    return (field for field in subject.fields if not _is_control(field[0]))


def _is_control(tag: bytes) -> bool:
    return tag.startswith(_CONTROL)


def _each(codes: bytes) -> list[bytes]:
    return [codes[at : at + 1] for at in range(len(codes))]


def _is_known_marc8(data: bytes) -> bool:
    return data.isascii() or UNKNOWN not in marc8_to_unicode(data)


def _where(subject: Subject, holds: Callable[[bytes], bool]) -> str:
    """Name the first field of which something does not hold."""
    bad = (_shown(tag) for tag, body in subject.fields if not holds(body))
    return next(bad, "leader or directory")


def _shown(text: bytes) -> str:
    return repr(text.decode("ascii", "backslashreplace"))


FINDERS: Final[Mapping[Check, Callable[[Subject], Iterable[str]]]] = {
    Check.LEADER: _leader,
    Check.TITLE_MISSING: _title_missing,
    Check.TITLE_REPEATED: _title_repeated,
    Check.FIXED_LENGTH: _fixed_length,
    Check.INDICATORS: _indicators,
    Check.SUBFIELD_CODES: _subfield_codes,
    Check.ENCODING: _encoding,
    Check.EMPTY_FIELDS: _empty_fields,
}
"""All but structure, without which there are no fields to look at."""

_OF_FIELDS: Final = (Check.INDICATORS, Check.SUBFIELD_CODES, Check.EMPTY_FIELDS)
OF_RECORDS: Final = {
    check: find for check, find in FINDERS.items() if check not in _OF_FIELDS
}
"""Those that may find something in a record with plain fields."""
