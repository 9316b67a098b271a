# Compiled as it is, where the set-up can: ADR 0033.
"""From the places of a chunk to records that can be matched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from almandine.engine.imports.arriving import unpacked_of
from almandine.engine.imports.intake import Unsound
from almandine.engine.imports.line import ImportFile, Place
from almandine.engine.imports.step import Step
from almandine.engine.jobtype import ImportJob
from almandine.engine.work import Bench
from almandine.records.importing.decision import Arrival


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a run: in its files, or among the lines of a former one."""

    job_type: ImportJob[Any, Any]
    params: Any
    run_id: str
    files: Mapping[int, ImportFile]
    """By number."""

    def steps(self, places: Sequence[Place], bench: Bench) -> list[Step]:
        """Return the records at these places, in this order, as far as they go."""
        if former := self.job_type.request(self.params).resumes:
            return list(self._decided(places, former, bench))
        found: dict[Place, bytes | Unsound] = {}
        for number in dict.fromkeys(place.file for place in places):
            here = [place for place in places if place.file == number]
            file = unpacked_of(self.files[number], bench.workspace, self.run_id)
            spans = [(place.offset, place.length) for place in here]
            found |= zip(here, self.job_type.intake.read(file, spans), strict=True)
        return [self._step(Step(place), found[place]) for place in places]

    def anew(self, steps: list[Step], bench: Bench) -> list[Step]:
        """Return the same records, with what is decided on them by now."""
        if former := self.job_type.request(self.params).resumes:
            return list(self._decided([step.place for step in steps], former, bench))
        return steps

    def _decided(
        self, places: Sequence[Place], former: str, bench: Bench
    ) -> Iterator[Step]:
        """Yield records that were kept, with what somebody decided on them."""
        with bench.store.read() as tx:
            kept = tx.imports.still_unresolved(former, [each.key for each in places])
        for place in places:
            if one := kept.get(place.key):
                yield self._step(Step(place, choice=one.choice), one.line.marc)
            else:
                yield Step(place).rejected(b"", "was resolved by another run")

    def _step(self, step: Step, raw: bytes | Unsound) -> Step:
        if isinstance(raw, Unsound):
            return step.rejected(raw.raw, raw.because)
        try:
            number = self.job_type.number_of(raw)
            prepared = self.job_type.prepare(raw, self.params)
        except Exception as error:  # noqa: BLE001 - one record must not end the run
            return step.rejected(raw, f"{type(error).__name__}: {error}")
        if isinstance(prepared, Arrival):
            return Step(step.place, raw, number, step.choice, prepared)
        return Step(step.place, raw, number, step.choice, decision=prepared)
