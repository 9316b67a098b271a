"""Submissions that stand in line share one commit.

A commit that is answered has to reach the disk, and reaching the disk costs as
much as everything before it. So whoever finds others waiting leaves the
transaction open for the next, and the last in line commits for all. Each one
works behind a savepoint of its own: a refusal takes back its own writes alone.
Nobody waits longer than for those in line; who stands alone commits at once.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from sqlalchemy import Connection

_MOST = 32
"""Submissions in one commit: a bound on what one failing commit takes with it."""


@dataclass(slots=True)
class _Trip:
    """One transaction and everybody who is in it."""

    connection: Connection
    leaving: ExitStack
    """Commits when it is closed."""
    members: int = 0
    over: Event = field(default_factory=Event)
    error: Exception | None = None


class GroupCommit:
    """The line of one process before one database.

    Args:
        writing: Opens a durable transaction.
    """

    def __init__(
        self, writing: Callable[[], AbstractContextManager[Connection]]
    ) -> None:
        self._writing = writing
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0
        self._trip: _Trip | None = None

    @contextmanager
    def joined(self) -> Generator[Connection]:
        """Work alone in a durable transaction; it is on disk when the block ends.

        Raises:
            Exception: what the database said, when the common commit failed. The
                block's own exceptions take back the block's own writes.
        """
        with self._taking_turn() as trip, _taken_back_alone(trip):
            yield trip.connection
        trip.over.wait()
        if trip.error is not None:
            raise trip.error

    @contextmanager
    def _taking_turn(self) -> Generator[_Trip]:
        with self._counting:
            self._waiting += 1
        with self._turn:
            with self._counting:
                self._waiting -= 1
            trip = self._trip = self._trip or self._set_out()
            trip.members += 1
            try:
                yield trip
            finally:
                if trip.error or not self._waiting or trip.members >= _MOST:
                    self._trip = None
                    _arrive(trip)

    def _set_out(self) -> _Trip:
        with ExitStack() as stack:
            connection = stack.enter_context(self._writing())
            return _Trip(connection, stack.pop_all())


@contextmanager
def _taken_back_alone(trip: _Trip) -> Generator[None]:
    """Take back what the block writes, and no more, when it raises.

    A full disk makes the database take back the whole transaction. The savepoint is
    gone then, and with it what the others wrote: all of them are told.

    Without `begin_nested`, which names and compiles each savepoint anew: a tenth of
    a submission's time.
    """
    _do(trip, "SAVEPOINT submission")
    try:
        yield
    except BaseException:
        _do(trip, "ROLLBACK TO submission")
        raise
    finally:
        _do(trip, "RELEASE submission")


def _do(trip: _Trip, statement: str) -> None:
    try:
        trip.connection.exec_driver_sql(statement)
    except Exception as error:
        trip.error = error
        raise


def _arrive(trip: _Trip) -> None:
    """Commit for everybody, and tell them how it went."""
    try:
        lost = trip.error
        trip.leaving.__exit__(type(lost) if lost else None, lost, None)
    except Exception as error:  # noqa: BLE001 - whatever it is, all of them are told
        trip.error = error
    finally:
        trip.over.set()
