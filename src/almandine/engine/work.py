"""How each shape of job deals with one range of a run's members.

A record job's chunk is one transaction: records, events, tally and cursor. An
export's chunk only tells progress; its unit is the range, whose part of the
file is on disk before the range counts as done. So an interrupted record job
goes on at its cursor, and an interrupted export does its range again.

Several workers may be at the ranges of one run. Each writes under the token of its
claim, so one that was overtaken is refused. The run's own row, which all of them
add to, comes last in a transaction: nobody waits for it longer than a commit takes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol

from almandine.engine.jobtype import ExportJob, Failure, RecordJob
from almandine.engine.outcome import Changed, Failed, Outcome
from almandine.engine.ports import (
    Collector,
    Nowhere,
    Range,
    Store,
    Tx,
    Workspace,
)
from almandine.engine.run import NOTHING_DONE, Event, Run, Tally

GONE = "no longer exists"


class Stopped(Exception):  # noqa: N818 - somebody asked for it
    """The run was asked to stop."""


class Leaving(Exception):  # noqa: N818 - somebody asked for it
    """This worker is about to end; others go on with the run."""


def _staying() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker works with."""

    store: Store
    workspace: Workspace
    chunk_size: int
    """Records in one transaction."""
    is_leaving: Callable[[], bool] = _staying
    """Tells whether this worker is to end at the next opportunity."""
    collector: Collector = field(default_factory=Nowhere)
    """Brings in the files of imports."""


class Shape(Protocol):
    """How one shape of job type works through a range."""

    def work_through(self, span: Range, bench: Bench) -> None:
        """Do what is left of the range.

        Raises:
            Stopped: when the run was asked to stop.
            Fenced: when somebody else has the range, or the run has ended.
            Leaving: when this worker is to end.
        """
        ...


@dataclass(frozen=True, slots=True)
class Changing:
    """Works through a range with a record job."""

    job_type: RecordJob[Any, Any]
    params: Any

    def work_through(self, span: Range, bench: Bench) -> None:
        """Apply the job to each record, a chunk a transaction."""
        with bench.store.read() as tx:
            members = tx.ranges.members(span.run_id, span.range_no)
        while chunk := members[span.cursor : span.cursor + bench.chunk_size]:
            if bench.is_leaving():
                raise Leaving
            span = self._change_chunk(span, chunk, bench.store)

    def _change_chunk(self, span: Range, chunk: Sequence[str], store: Store) -> Range:
        """Store what becomes of a chunk; nothing, when somebody was quicker."""
        kind = self.job_type.kind
        # Worked out before the first write, so that the single writer's lock is
        # short; hence the look whether the records are still what they were.
        with store.read() as tx:
            records = tx.records.read(kind, chunk)
            outcomes = [(each, self._outcome(each)) for each in records]
            changes = [
                (each, one.record) for each, one in outcomes if isinstance(one, Changed)
            ]
            prepared = tx.records.prepare(kind, changes)
        told = [(each.record_id, outcome) for each, outcome in outcomes]
        told += [(gone, Failed(GONE)) for gone in _missing(chunk, records)]
        tally = _tally([outcome for _, outcome in told])
        done = replace(span, cursor=span.cursor + len(chunk), tally=span.tally + tally)
        with store.write() as tx:
            if not tx.records.hold(kind, records):
                return span
            tx.records.write(kind, [record for _, record in changes], prepared)
            tx.events.add(span.run_id, span.range_no, [_event(*o) for o in told])
            advance(span, done, tally, tx)
        return done

    def _outcome(self, record: Any) -> Outcome[Any]:  # noqa: ANN401 - any kind of record
        try:
            return self.job_type.apply(record, self.params)
        except Exception as error:  # noqa: BLE001 - one record must not end the run
            return Failed(f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class Exporting:
    """Works through a range with an export."""

    job_type: ExportJob[Any, Any]
    params: Any

    def work_through(self, span: Range, bench: Bench) -> None:
        """Write the range's part of the file, from its start."""
        with bench.store.write() as tx:
            members = tx.ranges.members(span.run_id, span.range_no)
            span = begun_anew(span, tx)
        with bench.workspace.open_part(span.run_id, span.part) as part:
            for chunk in chunks(members, bench.chunk_size):
                span = self._write_chunk(span, chunk, part, bench.store)
        # Only now, with the part on disk, does the range count as done.
        with bench.store.write() as tx:
            advance(span, replace(span, cursor=span.size), NOTHING_DONE, tx)

    def _write_chunk(
        self, span: Range, chunk: Sequence[str], part: BinaryIO, store: Store
    ) -> Range:
        with store.read() as tx:
            records = tx.records.read(self.job_type.kind, chunk)
        made = self.job_type.render(records, self.params)
        part.write(made.data)
        failures = [
            *made.failures,
            *(Failure(g, GONE) for g in _missing(chunk, records)),
        ]
        tally = Tally(made.written, 0, len(failures), made.repaired)
        done = replace(span, tally=span.tally + tally)
        with store.write() as tx:
            tx.events.add(
                span.run_id,
                span.range_no,
                (Event(each.record_id, "failed", each.because) for each in failures),
            )
            advance(span, done, tally, tx)
        return done


def begun_anew(span: Range, tx: Tx) -> Range:
    """Forget what was done of a range that becomes a file."""
    tx.events.drop(span.run_id, span.range_no)
    begun = replace(span, cursor=0, tally=NOTHING_DONE)
    advance(span, begun, NOTHING_DONE - span.tally, tx)
    return begun


def advance(before: Range, span: Range, tally: Tally, tx: Tx) -> None:
    """Store the range, and add to the run; raise when this attempt has to end."""
    tx.ranges.save(span, before=before)
    if tx.runs.advance(span.run_id, tally):
        raise Stopped


def listen(run: Run, bench: Bench) -> None:
    """Raise when this attempt has to end, between steps that store nothing."""
    if bench.is_leaving():
        raise Leaving
    with bench.store.write() as tx:
        if tx.runs.save(run).abort_requested:
            raise Stopped


def chunks(members: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield the members in order, `size` at a time."""
    for start in range(0, len(members), size):
        yield members[start : start + size]


def _missing(chunk: Sequence[str], records: Sequence[Any]) -> list[str]:
    """Return the ids of members that were deleted since the run began."""
    if len(records) == len(chunk):
        return []
    found = {record.record_id for record in records}
    return [member for member in chunk if member not in found]


def _tally(outcomes: Sequence[Outcome[Any]]) -> Tally:
    changed = sum(isinstance(outcome, Changed) for outcome in outcomes)
    failed = sum(isinstance(outcome, Failed) for outcome in outcomes)
    return Tally(changed, len(outcomes) - changed - failed, failed)


def _event(record_id: str, outcome: Outcome[Any]) -> Event:
    if isinstance(outcome, Changed):
        return Event(record_id, "changed", "")
    kind = "failed" if isinstance(outcome, Failed) else "unchanged"
    return Event(record_id, kind, outcome.because)
