"""Ranges and events in memory, as `store.ranges` and `store.events` keep them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from almandine.engine.ports import Fenced, Range, Unavailable
from almandine.engine.run import Event, Tally
from simulation.memory.tables import Claimed, RangeKey, Shelf


class MemoryRanges:
    """Implements `engine.ports.Ranges`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows = shelf.ranges.rows

    def add(
        self, run_id: str, range_no: int, members: Sequence[str], turn: int = 0
    ) -> None:
        key = (run_id, range_no)
        if key in self.rows:
            raise ValueError(f"range {key} is there already")
        turn = turn or self.shelf.turn_of(run_id, range_no)
        new = Range(run_id, range_no, len(members), turn=turn)
        self.shelf.ranges.put(key, Claimed(new))
        self.shelf.members.put(key, tuple(members))

    def of(self, run_id: str) -> Sequence[Range]:
        return [self.rows[key].span for key in self._keys(run_id)]

    def _keys(self, run_id: str) -> list[RangeKey]:
        return sorted(key for key in self.rows if key[0] == run_id)

    def members(self, run_id: str, range_no: int) -> Sequence[str]:
        return list(self.shelf.members.rows[run_id, range_no])

    def claim(self, run_id: str, shard: int, token: str) -> Range | None:
        undone = self._undone(run_id)
        own = [key for key in undone if self.rows[key].shard == shard]
        for key in own or self._free(run_id):
            span = replace(self.rows[key].span, token=token)
            self.shelf.ranges.put(key, Claimed(span, shard))
            return span
        return None

    def _free(self, run_id: str) -> list[RangeKey]:
        """Return the ranges that nobody has and whose turn has come."""
        undone = self._undone(run_id)
        turn = min((self.rows[key].span.turn for key in undone), default=0)
        due = [key for key in undone if self.rows[key].span.turn == turn]
        return [key for key in due if self.rows[key].shard is None]

    def _undone(self, run_id: str) -> list[RangeKey]:
        return [key for key in self._keys(run_id) if _is_undone(self.rows[key])]

    def are_free(self, run_id: str, *, after: int = -1) -> bool:
        return any(self.rows[key].span.turn > after for key in self._free(run_id))

    def save(self, span: Range, *, before: Range) -> None:
        claimed = self._own(span)
        if _progress(claimed.span) != _progress(before):
            raise Unavailable("a crash took back what had been stored")
        stored = replace(claimed.span, cursor=span.cursor, tally=span.tally)
        self.shelf.ranges.put(_key(span), replace(claimed, span=stored))

    def check(self, span: Range) -> None:
        self._own(span)

    def release(self, span: Range) -> None:
        self.shelf.ranges.put(_key(span), replace(self._own(span), shard=None))

    def release_all(self, run_id: str) -> None:
        for key in self._undone(run_id):
            self.shelf.ranges.put(key, replace(self.rows[key], shard=None))

    def drop(self, run_id: str) -> None:
        for key in self._keys(run_id):
            self.shelf.members.drop(key)
            self.shelf.ranges.drop(key)

    def _own(self, span: Range) -> Claimed:
        claimed = self.rows.get(_key(span))
        if claimed is None or claimed.span.token != span.token:
            raise Fenced
        return claimed


def _progress(span: Range) -> tuple[int, Tally]:
    return span.cursor, span.tally


def _key(span: Range) -> RangeKey:
    return span.run_id, span.range_no


def _is_undone(claimed: Claimed) -> bool:
    return claimed.span.cursor < claimed.span.size


class MemoryEvents:
    """Implements `engine.ports.Events`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows = shelf.events.rows

    def add(self, run_id: str, range_no: int, events: Iterable[Event]) -> None:
        key = (run_id, range_no)
        more = tuple(events)
        if more:
            self.shelf.events.put(key, self.rows.get(key, ()) + more)

    def drop(self, run_id: str, range_no: int) -> None:
        self.shelf.events.drop((run_id, range_no))

    def failed_ids(self, run_id: str) -> Sequence[str]:
        return [each.record_id for each in self._of(run_id) if each.outcome == "failed"]

    def page(
        self, run_id: str, *, outcome: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Event], int]:
        events = [e for e in self._of(run_id) if outcome in (None, e.outcome)]
        return events[offset : offset + limit], len(events)

    def _of(self, run_id: str) -> list[Event]:
        keys = sorted(key for key in self.rows if key[0] == run_id)
        return [event for key in keys for event in self.rows[key]]
