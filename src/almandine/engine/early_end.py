"""How a run ends before its time, because somebody stopped it or something broke.

An import that has stored records by then goes on to its end instead, so that its report
tells of them.
"""

import traceback
from dataclasses import dataclass, replace

from almandine.engine.imports.finish import counted
from almandine.engine.ports import Fenced, Range, Tx
from almandine.engine.report import Report
from almandine.engine.run import UNFINISHED, WHOLE_RUN, Event, Run, Status


def told(error: Exception) -> str:
    """Return what a librarian can pass on: the error and where it arose."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({frame.name}, line {frame.lineno})"


def check_place(run: Run, latest: Run | None) -> Run:
    """Return the run as it is, while an attempt still has its place there.

    Args:
        run: As the attempt saw it last.
        latest: As it is stored.

    Raises:
        Fenced: when somebody else has the place, or the run has ended.
    """
    if latest is None or latest.status not in UNFINISHED:
        raise Fenced
    if latest.status is not Status.RUNNING and latest.attempt != run.attempt:
        raise Fenced
    return latest


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """A run that an attempt breaks off. Each of its transactions has to be durable."""

    run: Run
    """As the attempt saw it last."""
    shard: int
    """The attempt's place."""
    held: Range | None
    """The range that the attempt has."""
    note: str
    """What happened; empty where the status says it."""

    def cut_short(self, tx: Tx) -> Run | None:
        """Let an import that has stored records go on to its end; return it, if so.

        Nobody has a range of it from here on, so what it has done stands still. That
        there is none tells whoever brings it to its end that it is not whole.

        Raises:
            Fenced: when somebody else has the range or the place.
        """
        self._check_range(tx)
        if not tx.imports.has_lines(self.run.run_id):
            return None
        tx.ranges.drop(self.run.run_id)
        concluded = tx.runs.conclude(self.run.run_id, self.shard, tx.now())
        if concluded is None:
            raise Fenced
        self._add_note(tx)
        return concluded

    def end(self, report: Report, tx: Tx, *, is_import: bool) -> Run:
        """End the run here and now; return it.

        Args:
            report: How it ends.
            tx: Where that is stored.
            is_import: Whether to count what it has imported, where the report has
                no counters.

        Raises:
            Fenced: when somebody else has the range or the place, or it has ended.
        """
        self._check_range(tx)
        # First, as chunks do: with the run first, one would wait for the other.
        tx.ranges.drop(self.run.run_id)
        latest = check_place(self.run, tx.runs.find(self.run.run_id, locked=True))
        if is_import and not report.counters:
            report = replace(report, counters=counted(self.run.run_id, tx))
        ended = end_in(latest, report, tx)
        self._add_note(tx)
        return ended

    def _check_range(self, tx: Tx) -> None:
        if self.held is not None:
            tx.ranges.check(self.held)

    def _add_note(self, tx: Tx) -> None:
        if self.note:
            note = Event("", "note", self.note)
            tx.events.add(self.run.run_id, WHOLE_RUN, [note])


def end_in(run: Run, end: Report, tx: Tx) -> Run:
    """Store the end of a run; return it."""
    moved = run.moved(end.status, tx.now())
    ended = tx.runs.save(replace(moved, alert=end.alert, counters=end.counters))
    tx.ranges.drop(run.run_id)
    return ended
