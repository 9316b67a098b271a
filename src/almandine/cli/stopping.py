"""SIGTERM and SIGINT as a question that a loop asks: is it time to stop?"""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopped_by_signal(
    at_once: Callable[[], None] = lambda: None,
) -> Generator[Callable[[], bool]]:
    """Yield what tells whether one of the two has come; neither kills the process.

    Args:
        at_once: Called when one comes, in the midst of whatever is going on.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        at_once()

    former = {number: signal.signal(number, note) for number in _SIGNALS}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
