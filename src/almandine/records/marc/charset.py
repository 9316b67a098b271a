# Compiled as it is, where the set-up can: ADR 0033.
"""Which character set a record is in, and reading bytes by it.

Leader position 9 says it: `a` for Unicode, anything else for MARC-8. It sometimes lies.
Bytes above 127 that are valid UTF-8 are no MARC-8 in practice (there a mark precedes
its letter, which UTF-8 forbids), so such a record is read as UTF-8 whatever its leader
says: among the real records 88 of 1,136 with a MARC-8 leader. The reverse cannot be
repaired: what is not valid UTF-8 in a record that says so is read as U+FFFD.
"""

from enum import Enum
from typing import Final

from almandine.records.marc.marc8 import ESCAPE, marc8_to_unicode

UNICODE_FLAG: Final = b"a"


class Charset(Enum):
    """How the text of a record is encoded."""

    UTF_8 = "utf-8"
    MARC_8 = "marc-8"


# By themselves: a member is found more slowly through its class.
UTF_8: Final = Charset.UTF_8
MARC_8: Final = Charset.MARC_8


def charset_of(raw: bytes) -> Charset:
    """Return the character set in which a record is to be read."""
    if raw[9:10] == UNICODE_FLAG:
        return UTF_8
    return UTF_8 if ESCAPE not in raw and is_utf8(raw) else MARC_8


def is_utf8(data: bytes) -> bool:
    """Say whether the bytes are valid UTF-8; ASCII is."""
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, charset: Charset) -> str:
    """Read bytes as text; what cannot be read becomes U+FFFD."""
    if charset is UTF_8:
        return data.decode("utf-8", "replace")
    return marc8_to_unicode(data)
