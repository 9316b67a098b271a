"""Tables in memory that can take back what was written: by rollback, or by a crash.

As with `synchronous_commit = off`: a commit that nobody waits for reaches the disk a
little later, and all of them in order. A durable one takes along all before it; a
crash costs a tail of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

ABSENT: Final = object()

Change = tuple["Table[Any, Any]", Any, Any]
"""A table, a key, and what stood there before."""


@dataclass(eq=False)
class Ledger:
    """What the transactions of one database wrote, as far as it may be lost."""

    open: list[Change] | None = None
    """Of the transaction that is under way; None between transactions."""
    now: Callable[[], float] = lambda: 0.0
    lag: float = 0.6
    """Seconds after which a commit is on disk though nobody waited for it."""
    watch: Callable[[list[Change]], None] = lambda _: None
    """Looks at each commit."""
    commits: int = 0
    _unsafe: list[tuple[float, list[Change]]] = field(
        default_factory=list[tuple[float, list[Change]]]
    )
    """Of commits that are not on disk yet, oldest first, with their times."""

    def begin(self) -> None:
        assert self.open is None, "one transaction at a time"
        self.open = []

    def commit(self, *, durable: bool) -> None:
        changes, self.open = self.open, None
        if durable:
            self._unsafe.clear()
        elif changes:
            self._unsafe.append((self.now(), changes))
        if changes:
            self.commits += 1
            self.watch(changes)

    def roll_back(self) -> None:
        changes, self.open = self.open, None
        _take_back(changes or [])

    def crash(self, share: float) -> int:
        """Lose the newest share of what may be lost; return how many commits."""
        late = self.now() - self.lag
        unsafe = [changes for at, changes in self._unsafe if at > late]
        lost = unsafe[len(unsafe) - round(share * len(unsafe)) :]
        for changes in reversed(lost):
            _take_back(changes)
        self._unsafe.clear()
        return len(lost)


def _take_back(changes: list[Change]) -> None:
    for table, key, before in reversed(changes):
        if before is ABSENT:
            table.rows.pop(key, None)
        else:
            table.rows[key] = before


@dataclass(eq=False, slots=True)
class Table(Generic[K, V]):
    """Rows by key; a row is never changed in place."""

    name: str
    ledger: Ledger
    institution: str = ""
    rows: dict[K, V] = field(default_factory=dict[K, V])

    def put(self, key: K, row: V) -> None:
        self._note(key)
        self.rows[key] = row

    def drop(self, key: K) -> None:
        if key in self.rows:
            self._note(key)
            del self.rows[key]

    def _note(self, key: K) -> None:
        assert self.ledger.open is not None, "a write outside of any transaction"
        self.ledger.open.append((self, key, self.rows.get(key, ABSENT)))
