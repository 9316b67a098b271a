"""The limit on bodies, kept while they are read."""

from typing import Any

from litestar.types import Receive

from almandine.faults import BodyTooLarge, Refused


def check_length(declared: bytes | None, limit: int) -> None:
    """Raise Refused with `BodyTooLarge` when the request announces too much."""
    text = (declared or b"0").strip()
    if text.isdigit() and int(text[:20]) > limit:
        raise Refused(BodyTooLarge(limit))


def limited(receive: Receive, limit: int) -> Receive:
    """Return a `receive` that raises Refused with `BodyTooLarge` above the limit.

    A chunked body announces no length, so it is counted as it comes.
    """
    taken = 0

    async def receive_limited() -> Any:  # noqa: ANN401 - whatever kind of message it is
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise Refused(BodyTooLarge(limit))
        return message

    return receive_limited
