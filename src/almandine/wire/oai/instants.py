"""Instants of the protocol: UTC, in seconds or days."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

SECONDS: Final = "YYYY-MM-DDThh:mm:ssZ"
"""The granularity of datestamps, as the protocol spells it."""

_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LAST: Final = datetime.max.replace(tzinfo=UTC)


def spell(instant: datetime) -> str:
    """Return an instant in whole seconds; what is left over is cut off."""
    at = instant.astimezone(UTC)
    # Not by strftime: it leaves years before 1000 without their zeros.
    return f"{at.date().isoformat()}T{at.time().isoformat('seconds')}Z"


def is_day(text: str) -> bool:
    """Tell whether an instant is given in days."""
    return _DAY.fullmatch(text) is not None


def beginning(text: str) -> datetime:
    """Return when a day or a second begins (UTC).

    Raises:
        ValueError: when the text is neither.
    """
    if is_day(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    if _SECOND.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def end(text: str) -> datetime:
    """Return when a day or a second is over (UTC).

    Raises:
        ValueError: when the text is neither.
    """
    length = timedelta(days=1) if is_day(text) else timedelta(seconds=1)
    began = beginning(text)
    return began + length if began <= _LAST - length else _LAST
