"""Resumption tokens: where a harvest is, in the hands of the harvester.

Nothing is kept here, so a token outlives restarts, and is good on every machine and for
as long as its set is. It ends in a checksum over itself, the institution and the verb:
no secret, for a token grants nothing that a request could not ask for, but one that
was cut off or altered is told so instead of skipping records.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from almandine.engine.oai.requests import Listing, Prefix
from almandine.engine.ports import Place

_CHECKSUM_BYTES: Final = 8
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_FIRST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND

# Anybody can make a token: one that holds what no listing does must not get further.
_Microseconds = Annotated[int, Meta(ge=_FIRST, le=_LAST)]
_Count = Annotated[int, Meta(ge=0, lt=2**53)]
_Text = Annotated[str, Meta(pattern=r"^[^\x00]*$")]


class WrongToken(Exception):  # noqa: N818 - a fact about the token
    """The token was not given out for this, or has been altered."""


class _Token(msgspec.Struct, frozen=True, array_like=True):
    """What a token holds; instants in microseconds since 1970."""

    prefix: Prefix
    spec: _Text
    since: _Microseconds | None
    before: _Microseconds | None
    at: _Microseconds | None
    mms_id: _Text
    given: _Count
    size: _Count | None


_READER: Final = msgspec.msgpack.Decoder(_Token)


def spell(listing: Listing, scope: str) -> str:
    """Return the token of a listing, with the place that it has come to.

    Args:
        listing: What is harvested.
        scope: What the token is good for: institution and verb.
    """
    at, mms_id = listing.after or (None, "")
    token = _Token(
        listing.prefix,
        listing.spec,
        _number(listing.since),
        _number(listing.before),
        _number(at),
        mms_id,
        listing.given,
        listing.size,
    )
    packed = msgspec.msgpack.encode(token)
    return _spelled(_checksum(packed, scope) + packed)


def read(text: str, scope: str) -> Listing:
    """Return the listing of a token, at its place.

    Raises:
        WrongToken: when it is none of this scope, or has been altered.
    """
    try:
        whole = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise WrongToken from None
    checksum, packed = whole[:_CHECKSUM_BYTES], whole[_CHECKSUM_BYTES:]
    # Spelled again, because the decoder passes over what it does not know.
    if checksum != _checksum(packed, scope) or _spelled(whole) != text:
        raise WrongToken
    token = _unpacked(packed)
    at = _instant(token.at)
    return Listing(
        prefix=token.prefix,
        spec=token.spec,
        since=_instant(token.since),
        before=_instant(token.before),
        after=Place(at, token.mms_id) if at else None,
        given=token.given,
        size=token.size,
    )


def _spelled(whole: bytes) -> str:
    return urlsafe_b64encode(whole).decode().rstrip("=")


def _unpacked(packed: bytes) -> _Token:
    try:
        return _READER.decode(packed)
    except msgspec.DecodeError:
        raise WrongToken from None


def _checksum(packed: bytes, scope: str) -> bytes:
    told = scope.encode() + b"\0" + packed
    return hashlib.blake2b(told, digest_size=_CHECKSUM_BYTES).digest()


def _number(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - _EPOCH) // _MICROSECOND


def _instant(number: int | None) -> datetime | None:
    return None if number is None else _EPOCH + number * _MICROSECOND
