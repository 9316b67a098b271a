"""Names of records, unique in the world: `oai:alma.<institution>:<MMS ID>`.

Source: identifiers seen in harvests of Alma
"""

from typing import Final
from urllib.parse import quote, unquote

_SAFE: Final = "!*'()~"
"""What a name may hold as it is, besides letters, digits and `-._`."""


def repository(institution: str) -> str:
    """Return the name of the institution's repository."""
    return f"alma.{quote(institution, safe=_SAFE)}"


def spell(institution: str, mms_id: str) -> str:
    """Return the name of a record."""
    return f"oai:{repository(institution)}:{quote(mms_id, safe=_SAFE)}"


def read(institution: str, text: str) -> str | None:
    """Return the MMS ID in a name; None for a name that no record here has."""
    mms_id = unquote(text.removeprefix(f"oai:{repository(institution)}:"))
    return mms_id if spell(institution, mms_id) == text else None
