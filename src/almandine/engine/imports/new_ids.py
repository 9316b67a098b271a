"""Ids for new records, drawn before it is known how many of them are new."""

from collections import deque

from almandine.engine.ports import Store
from almandine.records.kind import Kind


class NewIds:
    """Ids of one kind, in ascending order.

    A record is finished under its id before the transaction that stores it, so that
    others wait less long for that one. What is left over is given to nobody.
    """

    def __init__(self, store: Store, kind: Kind, most: int) -> None:
        """Draw none yet.

        Args:
            store: Where they are drawn, in a transaction by itself.
            kind: What for.
            most: How many may be needed; they are drawn together, with the first.
        """
        self._store = store
        self._kind = kind
        self._most = most
        self._drawn = deque[str]()

    def next(self) -> str:
        """Return an id that nobody else is given."""
        if not self._drawn:
            with self._store.write() as tx:
                self._drawn.extend(tx.ids.next(self._kind, self._most))
        return self._drawn.popleft()
