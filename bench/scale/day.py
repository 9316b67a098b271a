"""A day of many institutions: which runs come, when, and how large they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from bench.scale.inputs import Inputs, Job
from bench.scale.queueing import Arrival, Range

HOUR: Final = 3600.0
_FLATTEN: Final = 9
"""The larger, the more alike the institutions; with 9 the largest of 1,000 has 2 %."""
_SMALLEST: Final = 1


@dataclass(frozen=True, slots=True)
class Flow:
    """Runs of one kind, of each institution."""

    name: str
    job: Job
    per_day: float
    share: float = 0.0
    """Of the institution's records that are in a run."""
    fixed: int = 0
    """Records in a run, whatever the institution's size."""
    hours: tuple[int, int] = (0, 24)
    """Of the day, from and until."""
    within: float = HOUR
    """Seconds at the beginning of each of these hours in which they come."""

    def records(self, held: float) -> float:
        """Return how many records a run of an institution has that holds so many."""
        return max(self.share * held + self.fixed, _SMALLEST)

    def at_hour(self, hour: int) -> float:
        """Return how many runs of an institution come in an hour of the day."""
        first, end = self.hours
        return self.per_day / (end - first) if first <= hour < end else 0.0


FLOWS: Final = (
    Flow("hourly import", Job.IMPORT, 24, fixed=100, within=300),
    Flow("API run on a set", Job.CHANGE, 10, fixed=1_000, hours=(8, 18)),
    Flow("nightly publishing, 1 %", Job.XML, 1, share=0.01, hours=(1, 5)),
    Flow("weekly export of all", Job.ISO, 1 / 7, share=1.0, hours=(1, 5)),
    Flow("monthly normalization of all", Job.CHANGE, 1 / 30, share=1.0, hours=(19, 23)),
)


def sizes(inputs: Inputs) -> Sequence[float]:
    """Return how many records each institution holds, the largest first."""
    weights = [1 / (rank + _FLATTEN) for rank in range(1, int(inputs.institutions) + 1)]
    return [inputs.records * weight / sum(weights) for weight in weights]


def arrivals(inputs: Inputs, seed: int = 1) -> list[Arrival]:
    """Return the runs of one day in order, the same ones for the same seed."""
    chance = Random(seed)  # noqa: S311 - no secret
    held = sizes(inputs)
    found = [
        Arrival(_instant(flow, chance), flow.name, list(_ranges(flow, size, inputs)))
        for flow in FLOWS
        for size in held
        for _ in range(_times(flow.per_day, chance))
    ]
    return sorted(found, key=lambda each: each.at)


def _times(per_day: float, chance: Random) -> int:
    """Return a whole number that is `per_day` on average."""
    return int(per_day) + (chance.random() < per_day % 1)


def _instant(flow: Flow, chance: Random) -> float:
    return HOUR * chance.randrange(*flow.hours) + chance.random() * flow.within


def _ranges(flow: Flow, held: float, inputs: Inputs) -> Iterator[Range]:
    left, overhead = flow.records(held), inputs.run_overhead
    while left > 0:
        records = min(left, inputs.range_size)
        yield Range(
            work=overhead + records / inputs.rate(flow.job),
            server=records * inputs.server(flow.job),
            log=records * inputs.log(flow.job),
        )
        left, overhead = left - records, 0.0
