"""What is done to a record that comes in before it is stored or merged.

The same is done for a new record and for one that matched, so that the second time the
same file comes in nothing differs.
"""

from almandine.records.marc.edits import Slice, assemble
from almandine.records.marc.structure import DELIMITER, LEADER_LENGTH, slices

_ID = b"001"
_SOURCE = b"003"
_SYSTEM_NUMBER = b"035"
_DELETED = ord("d")


def is_deletion(raw: bytes) -> bool:
    """Say whether leader position 5 asks for the deletion of the record."""
    return raw[5] == _DELETED


def taken_in(raw: bytes, mms_id: str, *, moves_id: bool = False) -> bytes:
    """Return the record with an MMS ID as its 001.

    A record that has this 001 already is returned as it is. With `moves_id`, a former
    001 and 003 make a 035 `(003)001`, unless an equal one is there, and the 003 goes:
    it says whose the 001 was. Text is moved as it is stored, in any character set.

    Raises:
        TooLongForIso2709: when the record has no room for it.
    """
    fields = slices(raw)
    own = (_ID, mms_id.encode())
    former = _first(fields, _ID)
    if former == own[1]:
        return raw
    source = _first(fields, _SOURCE) if moves_id else b""
    gone = (_ID, _SOURCE) if moves_id else (_ID,)
    kept = [field for field in fields if field[0] not in gone]
    if moves_id and former:
        _add_number(kept, b"(%b)%b" % (source, former) if source else former)
    kept.insert(_behind(kept, _ID), own)
    return assemble(raw[:LEADER_LENGTH], kept)


def _first(fields: list[Slice], tag: bytes) -> bytes:
    return next((body.strip() for other, body in fields if other == tag), b"")


def _add_number(fields: list[Slice], number: bytes) -> None:
    part = b"a" + number
    for tag, body in fields:
        if tag == _SYSTEM_NUMBER and part in body.split(DELIMITER):
            return
    new = (_SYSTEM_NUMBER, b"  " + DELIMITER + part)
    fields.insert(_behind(fields, _SYSTEM_NUMBER), new)


def _behind(fields: list[Slice], tag: bytes) -> int:
    """Return the place behind the last field of a tag, else before a greater tag."""
    same = [at for at, (other, _) in enumerate(fields, start=1) if other == tag]
    if same:
        return same[-1]
    greater = (at for at, (other, _) in enumerate(fields) if other > tag)
    return next(greater, len(fields))
