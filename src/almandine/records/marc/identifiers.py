# Compiled as it is, where the set-up can: ADR 0033.
"""Give a record the id of this house, and keep the one it came with."""

from collections.abc import Sequence
from typing import Final

from almandine.records.marc.edits import assemble
from almandine.records.marc.fields import Record
from almandine.records.marc.layout import DELIMITER, LEADER_LENGTH, Slice
from almandine.records.marc.loops import with_tags
from almandine.records.marc.structure import base_address, entries, slices

_ID: Final = b"001"
_SOURCE: Final = b"003"
_IDS: Final = frozenset((_ID,))
_OWN: Final = frozenset((_ID, _SOURCE))
_SYSTEM_NUMBER: Final = b"035"
_SYSTEM_NUMBERS: Final = frozenset((_SYSTEM_NUMBER,))


def assign_mms_id(raw: bytes, mms_id: str, *, keeps_source: bool = True) -> bytes:
    """Set 001, and move a former 001 to a 035 unless an equal 035 is there already.

    The 035 reads `(source)number`, with the record's 003 as the source; without one the
    number stands alone. Text is moved as it is stored, in any character set. Repeats
    safely: a record that has the id is returned as it is.

    Args:
        raw: A sound record.
        mms_id: Its id here.
        keeps_source: Whether the 003 stays, which says whose the former 001 was.

    Raises:
        TooLongForIso2709: when the record has no room for it.
    """
    fields = slices(raw)
    own = (_ID, mms_id.encode())
    numbers = with_tags(fields, _OWN)
    former = _first(numbers, _ID)
    if former == own[1]:
        return raw
    gone = _IDS if keeps_source else _OWN
    kept = [field for field in fields if field[0] not in gone]
    if former:
        source = _first(numbers, _SOURCE)
        _add_number(kept, b"(%b)%b" % (source, former) if source else former)
    kept.insert(_before_greater(kept, _ID), own)
    return assemble(raw[:LEADER_LENGTH], kept)


def own_number(raw: bytes) -> bytes:
    """Return `(source)number` of a sound record's 003 and 001, without both nothing.

    That is the 035 by which it is known once its 001 has moved.
    """
    fields = with_tags(slices(raw), _OWN)
    source = _first(fields, _SOURCE)
    number = _first(fields, _ID) if source else b""
    return b"(%b)%b" % (source, number) if number else b""


def is_numbered(raw: bytes, mms_id: str) -> bool:
    """Say whether the first 001 is this id; fast where 001 comes first, as it does."""
    tag, length, start = next(entries(raw), (b"", b"0", b"0"))
    if tag != _ID:
        return Record(raw).control("001") == mms_id
    begin = base_address(raw) + int(start)
    return raw[begin : begin + int(length) - 1] == mms_id.encode()


def _first(fields: Sequence[Slice], tag: bytes) -> bytes:
    return next((body.strip() for other, body in fields if other == tag), b"")


def _add_number(fields: list[Slice], number: bytes) -> None:
    part = b"a" + number
    there = with_tags(fields, _SYSTEM_NUMBERS)
    if any(part in body.split(DELIMITER) for _, body in there):
        return
    new = (_SYSTEM_NUMBER, b"  " + DELIMITER + part)
    if there:
        fields.insert(len(fields) - fields[::-1].index(there[-1]), new)
    else:
        fields.insert(_before_greater(fields, _SYSTEM_NUMBER), new)


def _before_greater(fields: Sequence[Slice], tag: bytes) -> int:
    """Return the place of the first field with a greater tag, or behind all."""
    return next(
        (at for at, (other, _) in enumerate(fields) if other > tag), len(fields)
    )
