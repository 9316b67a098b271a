"""Ranges that are kept wrongly."""

from dataclasses import asdict

from sqlalchemy import Update, update

from almandine.engine.ports import Range
from almandine.store.ranges import SqlRanges
from almandine.store.tables.runs import run, run_range


class UnsureRanges(SqlRanges):
    """Stores a range without a look at what is stored."""

    def save(self, span: Range, *, before: Range) -> None:
        values = {"cursor": span.cursor, **asdict(span.tally)}
        self._connection.execute(self._of(span).values(values))


class LateRanges(UnsureRanges):
    """Stores how far a range is when all of it is done, and not with each chunk."""

    def save(self, span: Range, *, before: Range) -> None:
        self.check(span)
        if span.cursor == span.size:
            super().save(span, before=before)


class LooseRanges(UnsureRanges):
    """Lets whoever was overtaken go on with a range."""

    def _of(self, span: Range) -> Update:
        return update(run_range).where(
            run_range.c.institution == self._institution,
            run_range.c.run_id == span.run_id,
            run_range.c.range_no == span.range_no,
        )


class ForgettingRanges(SqlRanges):
    """Has the run begin to count anew with each range."""

    def claim(self, run_id: str, shard: int, token: str) -> Range | None:
        the_run = (run.c.institution == self._institution) & (run.c.run_id == run_id)
        nothing = {"changed": 0, "unchanged": 0, "failed": 0}
        self._connection.execute(update(run).where(the_run).values(nothing))
        return super().claim(run_id, shard, token)
