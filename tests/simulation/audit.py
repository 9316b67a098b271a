"""Looks at what is left when all is at rest.

I4 every accepted run is there and has ended; I5 each member of a completed run was
dealt with once; I9 files are as they would be after a calm run, delivered once, and
exactly what they hold counts as sent; I11 no range is left; I12 a refusal leaves none;
I14 each time of a schedule has become one run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from almandine.engine.run import Event, Run, Status, Tally
from almandine.records.kind import Kind
from simulation.files import Disk
from simulation.jobs import SENDING, STAMPS, WRITING, is_writable, written
from simulation.memory.tables import Shelf
from simulation.witness import COMPLETED, RunKey, Witness, mark_of
from simulation.world import World

WHOLE_RUN: Final = -1
FULL_DISK: Final = "OSError"
"""The only trouble that a run may end with: all other trouble passes."""
REFUSED: Final = "robot: "
"""How a run tells what its endpoint said."""


def audit(world: World) -> None:
    """Blame whoever is to blame for what is left."""
    world.witness.check_survival()
    for shelf in world.tables.shelves.values():
        _Audit(world.witness, shelf, world.disks[shelf.institution]).go()
    for key in world.tables.queue.rows:
        world.witness.blame("I4", f"place {key} has no end")


class _Audit:
    """Of one institution."""

    def __init__(self, witness: Witness, shelf: Shelf, disk: Disk) -> None:
        self.witness = witness
        self.shelf = shelf
        self.disk = disk
        self.stamped: dict[str, Counter[str]] = defaultdict(Counter)
        """By mark, how often each card bears it."""
        for (_, card_id), card in shelf.cards.rows.items():
            for mark in card.stamps:
                self.stamped[mark][card_id] += 1

    def go(self) -> None:
        blame, shelf = self.witness.blame, self.shelf
        if shelf.ranges.rows or shelf.members.rows:
            blame("I11", f"ranges are left: {list(shelf.ranges.rows)}")
        for run in shelf.runs.rows.values():
            if run.ended_at is None:
                blame("I4", f"run {run.run_id} never ends: {run.status}")
            elif run.job_id in STAMPS:
                self._check_stamps(run)
            else:
                self._check_export(run)
            self._check_note(run)
        self._check_sent()
        self._check_due()

    def _check_due(self) -> None:
        """Compare the times at which something was due with the runs for them."""
        runs = self.shelf.runs.rows.values()
        seen = sorted(run.due_at for run in runs if run.due_at is not None)
        if seen != self.witness.due:
            self.witness.blame("I14", f"due {self.witness.due}, runs for {seen}")

    def _events(self, run: Run) -> list[Event]:
        keys = sorted(
            key
            for key in self.shelf.events.rows
            if key[0] == run.run_id and key[1] >= 0
        )
        return [event for key in keys for event in self.shelf.events.rows[key]]

    def _members(self, run: Run) -> list[str]:
        key: RunKey = (self.shelf.institution, run.run_id)
        return self.witness.taken_down.get(key, [])

    def _check_note(self, run: Run) -> None:
        if run.status is Status.SKIPPED:
            return
        notes = self.shelf.events.rows.get((run.run_id, WHOLE_RUN), ())
        told = [note for note in notes if not note.message.startswith(REFUSED)]
        if (run.status is Status.FAILED) != bool(told):
            self.witness.blame("I4", f"run {run.run_id} is {run.status}: {notes}")
        if (len(told) == len(notes)) != self._is_whole(run.run_id):
            self.witness.blame("I4", f"run {run.run_id} does not tell who refused")
        for note in told:
            if not note.message.startswith(FULL_DISK):
                self.witness.blame("I4", f"run {run.run_id} is {run.status}: {note}")

    def _check_stamps(self, run: Run) -> None:
        events = self._events(run)
        of = Counter(event.outcome for event in events)
        changed = Counter(e.record_id for e in events if e.outcome == "changed")
        blame = self.witness.blame
        if changed != self.stamped[mark_of(run)]:
            blame("I5", f"run {run.run_id}: changes and events of them differ")
        if run.tally != Tally(of["changed"], of["unchanged"], of["failed"]):
            blame("I5", f"run {run.run_id}: {run.tally} but {dict(of)}")
        dealt_with = [event.record_id for event in events]
        members = self._members(run)
        if run.status in COMPLETED and dealt_with != members:
            blame(
                "I5", f"run {run.run_id}: {len(dealt_with)} of {len(members)} members"
            )
        if not set(dealt_with) <= set(members):
            blame("I5", f"run {run.run_id} dealt with records that are no members")

    def _check_export(self, run: Run) -> None:
        blame = self.witness.blame
        failed = [event.record_id for event in self._events(run)]
        members = self._members(run)
        files = dict(self._files(run, failed))
        found = {
            name: d for (of, name), d in self.disk.files.items() if of == run.run_id
        }
        if found != files:
            blame("I9", f"run {run.run_id} ({run.status}) left {found}, not {files}")
        ledger = {n for of, n in self.shelf.artifacts.rows if of == run.run_id}
        if ledger != set(files):
            blame("I9", f"run {run.run_id} recorded {ledger}")
        if run.status not in COMPLETED:
            return
        unwritable = [each for each in members if not is_writable(each)]
        gone = [each for each in failed if is_writable(each)]
        tally = Tally(len(members) - len(failed), 0, len(failed))
        if not set(unwritable) <= set(failed) or len(set(failed)) < len(failed):
            blame("I5", f"run {run.run_id}: failed {failed}, not {unwritable}")
        if gone and run.job_id == SENDING.name:
            blame("I5", f"run {run.run_id}: lost {gone}")
        if run.tally != tally:
            blame("I5", f"run {run.run_id}: {run.tally}, not {tally}")

    def _files(self, run: Run, failed: list[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what a calm run would have left."""
        if run.status not in COMPLETED or run.status is Status.COMPLETED_NO_BULKS:
            return
        members = self._members(run)
        if run.job_type == WRITING.name:
            yield f"WRITTEN_{run.run_id}_1.txt", _file(members, failed)
            return
        for number, start in enumerate(range(0, len(members), 7), 1):
            name = f"SENT_{run.run_id}_{number}.txt"
            yield name, _file(members[start : start + 7], failed)

    def _check_sent(self) -> None:
        """Compare what counts as sent with the files that were delivered."""
        blame, disk = self.witness.blame, self.disk
        for path in disk.differing:
            blame("I9", f"{path} was delivered again with other bytes")
        recorded = [
            (run_id, delivery)
            for (run_id, _), each in self.shelf.deliveries.rows.items()
            for delivery in each
        ]
        if len({delivery.path for _, delivery in recorded}) < len(recorded):
            blame("I9", "a delivery was recorded twice")
        sent = Counter[tuple[str, str]]()
        for run_id, delivery in recorded:
            if self._has_settled(run_id):
                lines = disk.delivered.get(delivery.path, b"").strip(b"<>").decode()
                sent.update((line, run_id) for line in lines.split())
        marked = Counter(
            (card_id, card.sent_by)
            for (kind, card_id), card in self.shelf.cards.rows.items()
            if kind is Kind.REQUEST and card.sent_by
        )
        if sent != marked:
            blame("I9", f"sent but not marked {sent - marked}, or {marked - sent}")

    def _has_settled(self, run_id: str) -> bool:
        """Tell whether records of the run were to be marked.

        Of one that was stopped between two files, some are delivered.
        """
        run = self.shelf.runs.rows[run_id]
        return run.status in COMPLETED and self._is_whole(run_id)

    def _is_whole(self, run_id: str) -> bool:
        """Tell whether all files of the run were delivered."""
        return not any(
            counter.code == "FTP has failed."
            for counter in self.shelf.runs.rows[run_id].counters
        )


def _file(members: list[str], failed: list[str]) -> bytes:
    kept = [each for each in members if each not in failed]
    return b"<" + written(kept) + b">"
