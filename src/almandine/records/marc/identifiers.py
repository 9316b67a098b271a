"""Give a loaded record the id of this house, and keep the one it came with."""

from typing import Final

from almandine.records.marc.edits import insert, set_control
from almandine.records.marc.fields import Record, data_field
from almandine.records.marc.structure import base_address, entries

_CONTROL_NUMBER: Final = b"001"


def assign_mms_id(raw: bytes, mms_id: str, old_source: str = "") -> bytes:
    """Set 001, and move a former 001 to a 035 unless an equal 035 is there already.

    The 035 reads `(source)number`; the source is the record's 003, else `old_source`,
    and without either the number stands alone. Repeats safely: a record that has the id
    is returned as it is.
    """
    record = Record(raw)
    former = record.control("001")
    if former == mms_id:
        return raw
    assigned = set_control(raw, "001", mms_id)
    if not (former and former.strip()):
        return assigned
    number = _system_number(former.strip(), record.control("003") or old_source)
    known = [text for field in record.fields("035") for text in field.values("a")]
    if number in known:
        return assigned
    return insert(assigned, data_field("035", "  ", [("a", number)]))


def is_numbered(raw: bytes, mms_id: str) -> bool:
    """Say whether the first 001 is this id; fast where 001 comes first, as it does."""
    tag, length, start = next(entries(raw), (b"", b"0", b"0"))
    if tag != _CONTROL_NUMBER:
        return Record(raw).control("001") == mms_id
    begin = base_address(raw) + int(start)
    return raw[begin : begin + int(length) - 1] == mms_id.encode()


def _system_number(former: str, source: str) -> str:
    return f"({source.strip()}){former}" if source.strip() else former
