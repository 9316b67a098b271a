"""Time, waiting, ids and chance: the outside world as one value.

Everything else takes an `Env`, so a test can run a week in a second and a
crash can be replayed. The originals are banned by lint outside this file.
"""

import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Env:
    """What a function may know of the world outside its arguments."""

    now: Callable[[], datetime]
    """The present instant (UTC, aware)."""

    sleep: Callable[[timedelta], None]
    """Wait for that long."""

    new_id: Callable[[], str]
    """A new unguessable token: 160 random bits as 32 lower-case characters."""

    jitter: Callable[[], float]
    """A random number in [0, 1), to spread retries."""


_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def _token() -> str:
    """Spell 160 random bits in base 32, without padding."""
    bits = secrets.randbits(160)
    return "".join(_ALPHABET[(bits >> shift) & 31] for shift in range(0, 160, 5))


def system_env() -> Env:
    """Return the real world."""
    return Env(
        now=lambda: datetime.now(UTC),
        sleep=lambda duration: time.sleep(duration.total_seconds()),
        new_id=_token,
        jitter=random.random,
    )
