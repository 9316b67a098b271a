# Compiled as it is, where the set-up can: ADR 0033.
"""What is done to a record that comes in before it is stored or merged.

The same is done for a new record and for one that matched, so that the second time the
same file comes in nothing differs.
"""

from almandine.records.marc.edits import set_control
from almandine.records.marc.identifiers import assign_mms_id, is_numbered

_DELETED = ord("d")


def is_deletion(raw: bytes) -> bool:
    """Say whether leader position 5 asks for the deletion of the record."""
    return raw[5] == _DELETED


def taken_in(raw: bytes, mms_id: str, *, moves_id: bool = False) -> bytes:
    """Return the record with an MMS ID as its 001.

    A record that has this 001 already is returned as it is. With `moves_id`, a former
    001 and 003 become a 035, and the 003 goes with them.

    Raises:
        TooLongForIso2709: when the record has no room for it.
    """
    if moves_id:
        return assign_mms_id(raw, mms_id, keeps_source=False)
    return raw if is_numbered(raw, mms_id) else set_control(raw, "001", mms_id)
