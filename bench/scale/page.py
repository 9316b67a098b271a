"""The tables of the page, and the page itself kept equal to them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bench.scale.arithmetic import large_run, loads, storage, workers_asked
from bench.scale.day import FLOWS, arrivals
from bench.scale.inputs import Inputs, Job, Sheet, rows
from bench.scale.queueing import Arrival, Ended, Site, simulate
from bench.tables import Cell, Table

CASES: Final = {1: (1, 2, 4), 4: (2, 4)}
"""How many times the institutions are simulated, with how many workers."""
_ALONE: Final = (1, 2, 4, 8, 16, 32, 64)
_ORDERS: Final = ("first come", "by turns")
_LARGE: Final = (Job.ISO, Job.XML, Job.CHANGE)
_BEGIN: Final = "<!-- From here on bench/scale writes. -->\n"
_END: Final = "<!-- Up to here. -->\n"


def tables(sheet: Sheet) -> list[Table]:
    """Return everything that follows from the inputs."""
    inputs = sheet.inputs
    return [_mix(), _loads(inputs), _waiting(inputs), _large(inputs), _storage(inputs)]


def written(page: str, sheet: Sheet) -> str:
    """Return the page with inputs and tables as they follow from the sheet.

    Raises:
        ValueError: when the page has no place for them.
    """
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    found = "\n".join(table.markdown() for table in tables(sheet))
    return f"{before}{_BEGIN}\n### Inputs\n\n{rows(sheet)}\n\n{found}\n{_END}{after}"


def _mix() -> Table:
    return Table(
        "The day of an institution",
        ("run", "job", "a day", "records", "hours"),
        [
            (
                flow.name,
                flow.job,
                f"{flow.per_day:.3g}",
                f"{flow.share:.0%} of its own" if flow.share else flow.fixed,
                f"{flow.hours[0]}:00 to {flow.hours[1]}:00",
            )
            for flow in FLOWS
        ],
        ("imports come within the first five minutes of each hour",),
    )


def _loads(inputs: Inputs) -> Table:
    return Table(
        "Which part is full first",
        ("part", "asked for in its busiest hour", "there", "full to", "enough for"),
        [
            (
                load.part,
                f"{load.asked:,.2f} {load.unit}",
                f"{load.there:,.0f}",
                f"{load.share:.0%}",
                f"{1 / load.share:,.1f} times the size",
            )
            for load in loads(inputs)
        ],
        (
            (
                f"{inputs.institutions:,.0f} institutions with {inputs.records:,.0f}"
                " records together; size: institutions and their runs alike"
            ),
        ),
    )


def _waiting(inputs: Inputs) -> Table:
    found: list[tuple[Cell, ...]] = []
    for times, numbers in CASES.items():
        larger = replace(
            inputs,
            institutions=inputs.institutions * times,
            records=inputs.records * times,
        )
        runs = arrivals(larger)
        for workers in numbers:
            busy = workers_asked(larger) / workers
            found += [
                (f"{larger.institutions:,.0f}", workers, f"{busy:.0%}", order, *cells)
                for order in _ORDERS
                for cells in [_waits(runs, larger, workers, order)]
            ]
    short, api, *_ = (flow.name for flow in FLOWS)
    return Table(
        "How long runs wait, simulated",
        (
            "institutions",
            "workers",
            "busy",
            "order",
            f"{short}: wait p50",
            "p99",
            f"{api}: wait p50",
            "p99",
            f"{FLOWS[-1].name}: done p50",
            "p99",
        ),
        found,
        (
            "one day, seed 1; seconds; busy: of the workers in their busiest hour",
            "wait: until the first range is taken up; done: until the last one is",
            (
                "first come: the ranges of a run before those of any later one; by"
                " turns: each run's first range before any second one, and so on"
            ),
        ),
    )


def _waits(
    runs: Sequence[Arrival], inputs: Inputs, workers: int, order: str
) -> tuple[Cell, ...]:
    site = Site(workers, inputs.server_cores, inputs.log_rate, order == _ORDERS[1])
    flows: dict[str, list[Ended]] = defaultdict(list)
    for each in simulate(runs, site):
        flows[each.flow].append(each)
    short, api, *_, large = (flows[flow.name] for flow in FLOWS)
    return (
        *_shares([each.waited for each in short]),
        *_shares([each.waited for each in api]),
        *_shares([each.took for each in large]),
    )


def _shares(seconds: Sequence[float]) -> tuple[str, str]:
    """Return the median, and what 99 of 100 stay below."""
    ordered = sorted(seconds)
    at = (len(ordered) // 2, len(ordered) * 99 // 100)
    return f"{ordered[at[0]]:,.1f}", f"{ordered[at[1]]:,.1f}"


def _large(inputs: Inputs) -> Table:
    return Table(
        f"One run over {inputs.records:,.0f} records",
        ("workers", *_LARGE, "limit of these"),
        [
            (
                workers,
                *(f"{run.hours:,.2f} h" for run in found),
                ", ".join(dict.fromkeys(run.limit for run in found)),
            )
            for workers in _ALONE
            for found in [[large_run(inputs, job, workers) for job in _LARGE]]
        ],
        ("nothing else runs; each worker has a core of its own",),
    )


def _storage(inputs: Inputs) -> Table:
    found = storage(inputs)
    return Table(
        "What lies on disk",
        ("what", "size"),
        [
            ("records with indexes and words", f"{found.records:,.0f} GB"),
            ("log of one normalization of all", f"{found.log_of_one_pass:,.0f} GB"),
            ("space of replaced rows after it", f"{found.dead_after_one_pass:,.0f} GB"),
            ("vacuum, to free that once", f"{found.vacuum_hours:,.1f} h"),
            ("history, rows a day", f"{found.events_of_a_day:,.0f}"),
            ("history, a year", f"{found.history_of_a_year:,.0f} GB"),
        ],
        ("replaced rows: at most; space that vacuum has freed is used again",),
    )
