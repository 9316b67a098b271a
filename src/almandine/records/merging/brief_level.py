"""How full a record is, from 1, the briefest, to 10.

A record without a title is 1 whatever else it has; any other has a point for each thing
in the table below, and one to begin with. What a library adds to a record of its own
(numbers of systems, notes, local fields) counts nothing.

Source: levels 01 to 10 are the vendor's, the rules are ours (ADR 0027).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from almandine.records.marc.layout import DELIMITER, Slice
from almandine.records.marc.structure import slices

BRIEFEST: Final = 1
_TITLES: Final = frozenset(b"ak")
_FULL: Final = frozenset(b" 1IL")
"""Encoding levels of full records, as MARC 21 and as OCLC has them."""
_WHOLE_008: Final = 40
_FILLERS: Final = frozenset((b"   ", b"|||", b"und", b"zxx"))

PARTS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "standard number": (b"010", b"020", b"022", b"024"),
    "name": (b"100", b"110", b"111", b"130", b"700", b"710", b"711"),
    "publication": (b"260", b"264"),
    "extent": (b"300",),
    "subject": (b"600", b"610", b"611", b"630", b"648", b"650", b"651", b"655"),
    "class": (b"050", b"055", b"060", b"070", b"080", b"082", b"084", b"086", b"090"),
}
"""What a record has when it has one of these fields."""


def brief_level(raw: bytes) -> int:
    """Return the level of a sound record, 1 to 10."""
    fields = slices(raw)
    if not any(_is_title(field) for field in fields):
        return BRIEFEST
    tags = {tag for tag, _ in fields}
    fixed = next((body for tag, body in fields if tag == b"008"), b"")
    points = (
        *(not tags.isdisjoint(any_of) for any_of in PARTS.values()),
        _is_dated(fixed),
        _has_language(fixed, tags),
        raw[17] in _FULL,
    )
    return BRIEFEST + sum(points)


def is_briefer(incoming: bytes, existing: bytes) -> bool:
    """Say whether the guard keeps a record from replacing one of the house."""
    return brief_level(incoming) < brief_level(existing)


def _is_title(field: Slice) -> bool:
    tag, body = field
    return tag == b"245" and any(
        part[:1] and part[0] in _TITLES and part[1:].strip()
        for part in _subfields(body)
    )


def _subfields(body: bytes) -> Sequence[bytes]:
    return body.split(DELIMITER)[1:]


def _is_dated(fixed: bytes) -> bool:
    return len(fixed) == _WHOLE_008 and fixed[7:11].isdigit()


def _has_language(fixed: bytes, tags: set[bytes]) -> bool:
    code = fixed[35:38]
    return b"041" in tags or (code.isalpha() and code not in _FILLERS)
