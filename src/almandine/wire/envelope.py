"""The document that carries errors, and the id that finds them in the log.

Source: CONTRACT 5.
"""

from datetime import UTC, datetime
from typing import ClassVar, Final

import msgspec

from almandine.faults import Refusal
from almandine.wire import errors, xml
from almandine.wire.description import WireObject, describe
from almandine.wire.negotiation import Format

_LETTERS: Final = 5
_DIGITS: Final = 9


class ErrorEntry(WireObject, frozen=True, rename="camel"):
    """One error."""

    error_code: str | None = None
    error_message: str | None = None
    tracking_id: str | None = None
    """Absent in what the gateway says."""


class ErrorList(WireObject, frozen=True):
    """The errors of one answer."""

    error: tuple[ErrorEntry, ...] = ()


class WebServiceResult(WireObject, frozen=True, rename="camel"):
    """The document around errors, the only one with a namespace."""

    namespace: ClassVar[str | None] = "http://com/exlibris/urm/general/xmlbeans"

    errors_exist: bool | None = None
    error_list: ErrorList | None = None


def entry(refusal: Refusal, tracking_id: str) -> ErrorEntry:
    """Return the entry of a refusal, from its row in `errors.ERRORS`."""
    row = errors.ERRORS[type(refusal)]
    return ErrorEntry(
        error_code=row.code,
        error_message=errors.message(refusal),
        tracking_id=tracking_id if row.traced else None,
    )


def encode_errors(*entries: ErrorEntry, spelling: Format) -> bytes:
    """Spell the document of an answer that reports errors."""
    result = WebServiceResult(errors_exist=True, error_list=ErrorList(error=entries))
    if spelling is Format.XML:
        return xml.encode(result)
    # The one null the API sends: clients look for the member.
    tree = describe(WebServiceResult).show(result) | {"result": None}
    return msgspec.json.encode(tree)


def tracking_id(now: datetime, token: str) -> str:
    """Return an id like E01-2807130310-LFIHK-AWAE210516550.

    Args:
        now: The instant of the answer; day, month and time of day are shown, UTC.
        token: Chance to tell answers of the same second apart, from `Env.new_id`.
    """
    letters, digits = divmod(int.from_bytes(token.encode()), 10**_DIGITS)
    word = "".join(chr(ord("A") + letters // 26**i % 26) for i in range(_LETTERS))
    stamp = now.astimezone(UTC).strftime("%d%m%H%M%S")
    return f"E01-{stamp}-{word}-AWAE{digits:0{_DIGITS}}"
