# Compiled as it is, where the set-up can: ADR 0033.
"""What the store says of the records that those of a chunk may be."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from almandine.engine.imports.step import Step
from almandine.engine.imports.stock import stock_of
from almandine.engine.jobtype import ImportJob
from almandine.engine.ports import Tx
from almandine.records.importing.decision import MatchKey
from almandine.records.inventory.stock import NOTHING, Stock
from almandine.records.matching.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the store."""

    matches: Mapping[MatchKey, Sequence[str]]
    records: Mapping[str, Any]
    """By id."""
    stock: Mapping[str, Stock]
    """Of those records that are one of several; empty where it does not count."""

    @classmethod
    def at(
        cls,
        tx: Tx,
        steps: Sequence[Step],
        job_type: ImportJob[Any, Any],
        *,
        weighs_stock: bool,
    ) -> "Look":
        """Look up what these steps match, and what was chosen for them."""
        keys = list(dict.fromkeys(key for step in steps for key in step.keys))
        matches = tx.imports.matching(job_type.kind, keys)
        found = {one for ids in matches.values() for one in ids}
        ids = sorted(found.union(*(step.chosen for step in steps)))
        records = {one.record_id: one for one in tx.records.read(job_type.kind, ids)}
        several: set[str] = set()
        if weighs_stock:
            matched = [step.matching(matches, records).matched for step in steps]
            several.update(*(ids for ids in matched if len(ids) > 1))
        return cls(matches, records, stock_of(sorted(several), tx))

    def holds(
        self,
        tx: Tx,
        steps: Sequence[Step],
        job_type: ImportJob[Any, Any],
        *,
        anew: bool,
    ) -> bool:
        """Tell whether what was decided on still rests on what is stored.

        New records of these steps may be stored already, but no changed ones. The
        records stand still from here on, so that they can be written.

        Args:
            tx: The one that writes.
            steps: What it is to store.
            job_type: Whose they are.
            anew: Whether to look up once more what they match.
        """
        if anew and not self._matches_as_before(tx, steps, job_type):
            return False
        touched = sorted({one for step in steps for one in step.touched})
        then = [self.records[one] for one in touched if one in self.records]
        if not tx.records.hold(job_type.kind, then):
            return False
        return stock_of(list(self.stock), tx) == self.stock

    def _matches_as_before(
        self, tx: Tx, steps: Sequence[Step], job_type: ImportJob[Any, Any]
    ) -> bool:
        keys = list(dict.fromkeys(key for step in steps for key in step.keys))
        known = {key: self.matches[key] for key in keys if key in self.matches}
        own = {step.record_id for step in steps if step.is_new}
        return _without(own, tx.imports.matching(job_type.kind, keys)) == known

    def candidates(self, step: Step) -> Sequence[Candidate[Any]]:
        """Return the records that a step matches, with what led to each."""
        return [
            Candidate(
                self.records[one],
                frozenset(k for k in step.keys if one in self.matches.get(k, ())),
                self.stock.get(one, NOTHING),
            )
            for one in step.matched
        ]


def _without(
    own: Container[str], matches: Mapping[MatchKey, Sequence[str]]
) -> Mapping[MatchKey, Sequence[str]]:
    """Return the matches with other records than these."""
    others = {
        key: [one for one in ids if one not in own] for key, ids in matches.items()
    }
    return {key: ids for key, ids in others.items() if ids}
