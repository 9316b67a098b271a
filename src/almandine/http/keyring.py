"""Keys at hand: a lookup is remembered for a second."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from almandine.engine.access import Key, Keys

REMEMBERED: Final = timedelta(seconds=1)
"""How long a revoked key may still open."""

_MOST: Final = 1024


class Keyring:
    """The keys that were used within the last second; used by one event loop."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._found: dict[str, tuple[datetime, Key | None]] = {}

    async def find(self, secret: str, now: datetime) -> Key | None:
        """Return the key with this secret, or None."""
        # No key has NUL, and PostgreSQL cannot be asked for it.
        if not secret or "\0" in secret:
            return None
        looked_up, key = self._found.get(secret, (None, None))
        if looked_up is None or abs(now - looked_up) >= REMEMBERED:
            key = await asyncio.to_thread(self._keys.find, secret)
            self._remember(secret, key, now)
        return key

    def _remember(self, secret: str, key: Key | None, now: datetime) -> None:
        # Whoever tries secret after secret must not fill the memory.
        if len(self._found) >= _MOST:
            self._found.clear()
        self._found[secret] = (now, key)
