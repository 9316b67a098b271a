"""How ISO 2709 lays out one record.

A record is a leader of 24 bytes, a directory of 12-byte entries (tag, length, start),
and the fields. All positions are bytes, whatever the character set.
"""

from typing import Final

LEADER_LENGTH: Final = 24
ENTRY_LENGTH: Final = 12
TAG_LENGTH: Final = 3
MAX_RECORD: Final = 99_999
MAX_FIELD: Final = 9_999
RECORD_END: Final = b"\x1d"
FIELD_END: Final = b"\x1e"
DELIMITER: Final = b"\x1f"
LENGTH_UNIT: Final = 100_000
"""What one byte of length adds to the nine digits of an entry read as one number."""

Slice = tuple[bytes, bytes]
"""Tag and body of one field, as stored; the body lacks its terminator."""
