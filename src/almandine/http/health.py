"""Whether the service can do its work: what whoever watches it asks again and again."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Final

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

from almandine.env import Env

REMEMBERED: Final = timedelta(seconds=1)
"""How long an answer holds. Nobody needs a key to ask, so asking must cost nothing."""
PATIENCE: Final = timedelta(seconds=2)
SILENT: Final = "the database does not answer"

_log: FilteringBoundLogger = get_logger()


class Health:
    """What the database last said; used by one event loop.

    Args:
        check_database: Raises unless the database answers.
        env: Tells the time.
        patience: How long the database may take to answer.
    """

    def __init__(
        self,
        check_database: Callable[[], None],
        env: Env,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._check = check_database
        self._env = env
        self._patience = patience
        # A thread of its own: those of the requests may all be waiting.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._asked_at = env.now()
        self._asking: asyncio.Future[bool] | None = None

    async def trouble(self) -> str | None:
        """Return why no request can be served; None where all is well."""
        now = self._env.now()
        if self._asking is None or (
            self._asking.done() and abs(now - self._asked_at) >= REMEMBERED
        ):
            self._asked_at = now
            loop = asyncio.get_running_loop()
            self._asking = loop.run_in_executor(self._thread, self._is_answered)
        try:
            # Shielded: others wait for the same answer, and the next may get it.
            answered = await asyncio.wait_for(
                asyncio.shield(self._asking), self._patience.total_seconds()
            )
        except TimeoutError:
            return SILENT
        return None if answered else SILENT

    def _is_answered(self) -> bool:
        try:
            self._check()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody is served
            _log.warning("database_silent", reason=str(error))
            return False
        return True

    async def close(self) -> None:
        """Ask no more."""
        self._thread.shutdown(wait=False)
