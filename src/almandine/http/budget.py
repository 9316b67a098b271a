"""How many requests an institution may make in a day (GMT).

Counted in memory and added to the shared table once a second, so that no request
waits for the database. A process that is killed forgets what it counted since it
last did so, and processes learn of each other's requests as late: a second's
requests at most. The day's limit is a courtesy between systems, not a bill.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

from almandine.engine.access import Usage
from almandine.env import Env
from almandine.faults import DailyThreshold, Refused

FLUSH_EVERY: Final = timedelta(seconds=1)

_log: FilteringBoundLogger = get_logger()


@dataclass(slots=True)
class _Account:
    """What one institution used of one day."""

    stored: int
    """In the table when it was last read."""
    adding: int = 0
    """On its way into the table."""
    counted: int = 0
    """Since."""

    @property
    def used(self) -> int:
        return self.stored + self.adding + self.counted


class Budget:
    """The day's requests of all institutions; used by one event loop."""

    def __init__(self, usage: Usage, env: Env, limit: int) -> None:
        self.limit = limit
        self._usage = usage
        self._env = env
        self._accounts: dict[tuple[date, str], _Account] = {}
        self._flushed_at = env.now()
        self._flush: asyncio.Task[None] | None = None

    async def left(self, institution: str, now: datetime) -> int:
        """Return how many requests are left today; never less than 0."""
        account = self._accounts.get((now.date(), institution))
        if account is None:
            account = await self._open(now.date(), institution)
        return max(self.limit - account.used, 0)

    def take(self, institution: str, now: datetime) -> int:
        """Count a request, after `left`, and return how many are left then.

        Raises:
            Refused: with `DailyThreshold` when none was left.
        """
        account = self._accounts[now.date(), institution]
        if account.used >= self.limit:
            raise Refused(DailyThreshold())
        account.counted += 1
        self._flush_if_due(now)
        return self.limit - account.used

    async def close(self) -> None:
        """Store everything that was counted."""
        if self._flush is not None:
            await self._flush
        await self.flush()

    async def flush(self) -> None:
        """Add what was counted to the table; a failure is logged and made up for.

        Must not be called while another one is under way.
        """
        for day in sorted({day for day, _ in self._accounts}):
            await self._flush_day(day)
        today = self._env.now().date()
        for key, account in list(self._accounts.items()):
            if key[0] < today and not account.counted:
                del self._accounts[key]

    async def _open(self, day: date, institution: str) -> _Account:
        stored = await asyncio.to_thread(self._usage.add, day, {institution: 0})
        # Another request may have opened it meanwhile, and counted.
        return self._accounts.setdefault(
            (day, institution), _Account(stored[institution])
        )

    def _flush_if_due(self, now: datetime) -> None:
        running = self._flush is not None and not self._flush.done()
        if not running and abs(now - self._flushed_at) >= FLUSH_EVERY:
            self._flushed_at = now
            self._flush = asyncio.create_task(self.flush())

    async def _flush_day(self, day: date) -> None:
        accounts = {
            institution: account
            for (its_day, institution), account in self._accounts.items()
            if its_day == day and account.counted
        }
        for account in accounts.values():
            account.adding, account.counted = account.counted, 0
        counts = {name: account.adding for name, account in accounts.items()}
        stored = await self._add(day, counts) if counts else None
        for name, account in accounts.items():
            if stored is None:
                account.counted += account.adding
            else:
                account.stored = stored[name]
            account.adding = 0

    async def _add(
        self, day: date, counts: Mapping[str, int]
    ) -> Mapping[str, int] | None:
        try:
            return await asyncio.to_thread(self._usage.add, day, counts)
        except Exception:  # noqa: BLE001 - whatever the database raises
            _log.exception("usage_not_stored", day=day.isoformat())
            return None
