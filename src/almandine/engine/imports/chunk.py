# Compiled as it is, where the set-up can: ADR 0033.
"""How a range of an import is worked through.

A chunk is one transaction: the records, new and changed, their lines in the report, the
tally and the cursor. All is read, matched and decided before it; within it, standing in
the imports' line, the matches are looked at a second time, so that no two imports
insert the same record. What is new is written before the chunk joins the line, and
taken back where it finds that somebody was quicker. What others look for stays as it is
where records are changed in other fields than numbers: a chunk of these stands in no
line. ADR 0028 has the reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from almandine.engine.imports.inventory import (
    beside_stock,
    store_inventory,
    with_free_barcodes,
)
from almandine.engine.imports.line import Line, Place
from almandine.engine.imports.look import Look
from almandine.engine.imports.new_ids import NewIds
from almandine.engine.imports.reading import Reading
from almandine.engine.imports.step import Step
from almandine.engine.jobtype import ImportJob
from almandine.engine.ports import Prepared, Range, Store, Tx
from almandine.engine.run import Tally
from almandine.engine.work import GONE, Bench, Leaving, advance
from almandine.records.importing.action import CHANGING, Action
from almandine.records.importing.decision import Arrival, Decision, MatchKey


class _Overtaken(Exception):  # noqa: N818 - nobody's error
    """Somebody was quicker: what was decided rests on what is no longer so."""


@dataclass(frozen=True, slots=True)
class Importing:
    """Works through a range with an import."""

    job_type: ImportJob[Any, Any]
    params: Any

    def work_through(self, span: Range, bench: Bench) -> None:
        """Import each record, a chunk a transaction."""
        with bench.store.read() as tx:
            members = tx.ranges.members(span.run_id, span.range_no)
            files = {each.number: each for each in tx.imports.files(span.run_id)}
        reading = Reading(self.job_type, self.params, span.run_id, files)
        ids = NewIds(bench.store, self.job_type.kind, len(members) - span.cursor)
        while chunk := members[span.cursor : span.cursor + bench.chunk_size]:
            steps = reading.steps([Place.parse(member) for member in chunk], bench)
            while steps:
                if bench.is_leaving():
                    raise Leaving
                try:
                    done, span = self._import_chunk(span, steps, ids, bench.store)
                except _Overtaken:
                    steps = reading.anew(steps, bench)
                else:
                    steps = steps[done:]

    def _import_chunk(
        self, span: Range, steps: Sequence[Step], ids: NewIds, store: Store
    ) -> tuple[int, Range]:
        """Store what becomes of the first steps.

        Returns how many of them are done, and the range.

        Raises:
            _Overtaken: when nothing is stored.
        """
        with store.read() as tx:
            look = self._look(steps, tx)
            decided = self._decided(steps, look, ids)
            prepared = self._prepared(decided, look, tx)
        # What is not to be stored stays as it was decided on: it was so at that time.
        storing = [step for step in decided if step.stores]
        # Inventory stands in the line too: its barcodes must be free.
        lines_up = any(map(_brings, storing)) or not prepared.keeps_keys(
            [step.record_id for step in storing]
        )
        with store.write() as tx:
            new = [step.record for step in decided if step.is_new]
            tx.records.write(self.job_type.kind, new, prepared)
            if lines_up:
                tx.imports.line_up()
            if not look.holds(tx, storing, self.job_type, anew=lines_up):
                raise _Overtaken
            if not self._chosen_as_before(decided, tx):
                raise _Overtaken
            return len(decided), self._stored(span, decided, prepared, tx)

    def _chosen_as_before(self, steps: Sequence[Step], tx: Tx) -> bool:
        """Tell whether what is carried out is still what somebody wants.

        Nobody decides otherwise from here on.
        """
        former = self.job_type.request(self.params).resumes
        if not former:
            return True
        chosen = {step.place.key: step.choice for step in steps if step.choice}
        keys = [step.place.key for step in steps]
        return tx.imports.chosen(former, keys) == chosen

    def _look(self, steps: Sequence[Step], tx: Tx) -> Look:
        weighs_stock = self.job_type.weighs_stock(self.params)
        return Look.at(tx, steps, self.job_type, weighs_stock=weighs_stock)

    def _decided(self, steps: Sequence[Step], look: Look, ids: NewIds) -> list[Step]:
        """Decide, up to the first record that meets one which was decided here.

        What that one finds is known only when the other is stored.
        """
        decided: list[Step] = []
        stored_keys: set[MatchKey] = set()
        stored_ids: set[str] = set()
        for step in steps:
            matching = step.matching(look.matches, look.records)
            if not stored_keys.isdisjoint(step.keys):
                break
            if not stored_ids.isdisjoint(matching.touched):
                break
            done = self._decide(matching, look, ids)
            decided.append(done)
            if done.stores:
                stored_keys.update(done.known_by)
                stored_ids.update(matching.touched)
        return decided

    def _decide(self, step: Step, look: Look, ids: NewIds) -> Step:
        arrival = step.arrival
        if arrival is None or step.decision is not None:
            return step
        try:
            step = self._narrowed(step, arrival, look)
            decision = self._decision(step, arrival, look.records)
            if decision.is_new:
                decision = self._named(decision, ids.next())
        except Exception as error:  # noqa: BLE001 - one record must not end the run
            return step.rejected(step.raw, f"{type(error).__name__}: {error}")
        return step._replace(decision=decision)

    def _narrowed(self, step: Step, arrival: Arrival, look: Look) -> Step:
        """Return the step with those of several matches that count."""
        if len(step.matched) <= 1:
            return step
        left = self.job_type.narrow(arrival, look.candidates(step), self.params)
        return step._replace(matched=[one.record.record_id for one in left])

    def _decision(
        self, step: Step, arrival: Arrival, by_id: Mapping[str, Any]
    ) -> Decision[Any]:
        choice = step.choice
        if choice is None:
            candidates = [by_id[one] for one in step.matched]
            return self.job_type.decide(arrival, candidates, self.params)
        if choice.skip:
            return Decision(Action.MATCHED, "left out by decision")
        if choice.record_id and choice.record_id not in by_id:
            return Decision(Action.REJECTED, f"{choice.record_id} {GONE}")
        chosen = by_id.get(choice.record_id)
        return self.job_type.resolve(arrival, chosen, self.params)

    def _named(self, decision: Decision[Any], record_id: str) -> Decision[Any]:
        """Return the decision with the new record under its id."""
        try:
            record = self.job_type.name_new(decision.record, record_id, self.params)
        except ValueError as error:
            return Decision(Action.REJECTED, f"with its new id, {error}")
        return decision._replace(record=record)

    def _prepared(self, steps: Sequence[Step], look: Look, tx: Tx) -> Prepared:
        """Find out what it takes to store the records, while nobody waits for it."""
        new = [step.record for step in steps if step.is_new]
        changes = [
            (look.records[step.record_id], step.record)
            for step in steps
            if step.record is not None and step.record_id in look.records
        ]
        return tx.records.prepare(self.job_type.kind, changes, new)

    def _stored(
        self,
        span: Range,
        steps: Sequence[Step],
        prepared: Prepared,
        tx: Tx,
    ) -> Range:
        """Store changed records, lines, tally and cursor."""
        changed = [
            step.record for step in steps if step.record is not None and not step.is_new
        ]
        tx.records.write(self.job_type.kind, changed, prepared)
        steps = with_free_barcodes(beside_stock(steps, tx), tx)
        store_inventory([step.drafts for step in steps if step.drafts], tx)
        lines = [step.line() for step in steps]
        tx.imports.add_lines(span.run_id, lines)
        if former := self.job_type.request(self.params).resumes:
            done_with = [line.key_in_run for line in lines]
            tx.imports.resolve(former, done_with, by=span.run_id)
        tally = _tally(lines)
        cursor = span.cursor + len(steps)
        done = replace(span, cursor=cursor, tally=span.tally + tally)
        advance(span, done, tally, tx)
        return done


def _brings(step: Step) -> bool:
    """Say whether something is stored that was not there."""
    return step.is_new or step.drafts is not None


def _tally(lines: Sequence[Line]) -> Tally:
    changed = sum(line.action in CHANGING for line in lines)
    failed = sum(line.action is Action.REJECTED for line in lines)
    return Tally(changed, len(lines) - changed - failed, failed)
