"""What goes into the arithmetic: measured on PostgreSQL, or assumed and marked so."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from statistics import median
from typing import Final

from bench.databases import POSTGRES
from bench.figures import Figures, JobRun, RequestRound


class Job(StrEnum):
    """What a run does with its records; the values are titles of the benchmark."""

    ISO = "export, ISO 2709"
    XML = "export, MARCXML"
    CHANGE = "normalize: delete, add 980"
    IMPORT = "import, match and overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that the arithmetic and the simulation know."""

    iso_rate: float = 40_000
    xml_rate: float = 9_000
    change_rate: float = 2_500
    import_rate: float = 8_000
    iso_server: float = 12
    xml_server: float = 20
    change_server: float = 130
    import_server: float = 150
    change_log: float = 4_000
    import_log: float = 4_000
    run_overhead: float = 0.3
    request_web: float = 4
    request_server: float = 2
    read_web: float = 4
    read_server: float = 0.5
    record_bytes: float = 5_000
    event_bytes: float = 200
    institutions: float = 1_000
    records: float = 100_000_000
    reads: float = 20_000
    range_size: float = 10_000
    workers: float = 4
    web_cores: float = 8
    server_cores: float = 16
    log_rate: float = 200
    vacuum_rate: float = 40

    def rate(self, job: Job) -> float:
        """Return the records a second of one worker that waits for nobody."""
        rates = {
            Job.ISO: self.iso_rate,
            Job.XML: self.xml_rate,
            Job.CHANGE: self.change_rate,
            Job.IMPORT: self.import_rate,
        }
        return rates[job]

    def server(self, job: Job) -> float:
        """Return the seconds that the database's server computes for one record."""
        costs = {
            Job.ISO: self.iso_server,
            Job.XML: self.xml_server,
            Job.CHANGE: self.change_server,
            Job.IMPORT: self.import_server,
        }
        return costs[job] / 1e6

    def log(self, job: Job) -> float:
        """Return the MB of the server's log for one record."""
        logs = {Job.CHANGE: self.change_log, Job.IMPORT: self.import_log}
        return logs.get(job, 0.0) / 1e6


MEANING: Final[Mapping[str, str]] = {
    "iso_rate": "records/s of one worker, export as ISO 2709",
    "xml_rate": "records/s of one worker, export as MARCXML",
    "change_rate": "records/s of one worker, normalization",
    "import_rate": "records/s of one worker, import",
    "iso_server": "µs of the server's processor, a record exported as ISO 2709",
    "xml_server": "µs, a record exported as MARCXML",
    "change_server": "µs, a record normalized",
    "import_server": "µs, a record imported",
    "change_log": "bytes of write-ahead log, a record normalized",
    "import_log": "bytes, a record imported",
    "run_overhead": "s of a worker for each run, whatever its size",
    "request_web": "ms of a web process, a run request",
    "request_server": "ms of the server's processor, a run request",
    "read_web": "ms of a web process, an instance that is read",
    "read_server": "ms of the server's processor, the same",
    "record_bytes": "bytes in the database for a record, indexes and words included",
    "event_bytes": "bytes for the event of a changed record",
    "institutions": "institutions",
    "records": "records of all of them",
    "reads": "requests that read, of an institution in a day, within ten hours",
    "range_size": "records that a worker takes at a time (`range_size`)",
    "workers": "worker processes",
    "web_cores": "cores for web processes",
    "server_cores": "cores of the database's server",
    "log_rate": "MB/s of write-ahead log that its disk takes",
    "vacuum_rate": "MB/s of pages that vacuum cleans as it comes out of the box",
}

ASSUMED: Final = "assumed"
PLACEHOLDER: Final = "**placeholder**, to be measured"
MEASURED: Final = "measured"
_TO_ASSUME: Final = frozenset(
    {
        "read_server",
        "event_bytes",
        "institutions",
        "records",
        "reads",
        "range_size",
        "workers",
        "web_cores",
        "server_cores",
        "log_rate",
        "vacuum_rate",
    }
)
"""What the benchmark does not measure."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Inputs, and where each comes from."""

    inputs: Inputs
    origins: Mapping[str, str]


DEFAULT: Final = Sheet(
    Inputs(),
    {
        each.name: ASSUMED if each.name in _TO_ASSUME else PLACEHOLDER
        for each in fields(Inputs)
    },
)
_ROW: Final = re.compile(r"^\| `(\w+)` \| ([\d.,]+) \| .* \| (.*) \|$", re.MULTILINE)


def rows(sheet: Sheet) -> str:
    """Return the inputs as a table of Markdown, as `read_rows` reads it."""
    lines = ["| input | value | what | from |", "|---|---:|---|---|"]
    for name, meaning in MEANING.items():
        value = getattr(sheet.inputs, name)
        lines.append(
            f"| `{name}` | {value:,.10g} | {meaning} | {sheet.origins[name]} |"
        )
    return "\n".join(lines)


def read_rows(text: str) -> Sheet:
    """Return the inputs that a page names.

    Raises:
        LookupError: when one is missing, or one is none.
    """
    found = {name: (value, origin) for name, value, origin in _ROW.findall(text)}
    if found.keys() != MEANING.keys():
        raise LookupError(f"inputs differ: {sorted(found.keys() ^ MEANING.keys())}")
    values = {name: float(value.replace(",", "")) for name, (value, _) in found.items()}
    return Sheet(
        Inputs(**values), {name: origin for name, (_, origin) in found.items()}
    )


def measured(sheet: Sheet, figures: Figures) -> Sheet:
    """Return the sheet with all that was measured on PostgreSQL put in."""
    found = {name: _rounded(value) for name, value in _measured(figures) if value}
    inputs = replace(sheet.inputs, **found)
    return Sheet(inputs, {**sheet.origins, **dict.fromkeys(found, MEASURED)})


def _measured(figures: Figures) -> Iterator[tuple[str, float]]:
    runs = [run for run in figures.jobs if run.database == POSTGRES and not run.is_half]
    names = {Job.ISO: "iso", Job.XML: "xml", Job.CHANGE: "change", Job.IMPORT: "import"}
    for job, name in names.items():
        if alone := _alone(runs, job):
            yield f"{name}_rate", median(run.rate for run in alone)
            yield f"{name}_server", _each(alone, lambda run: run.database_cpu) * 1e6
            if job in {Job.CHANGE, Job.IMPORT}:
                yield f"{name}_log", _each(alone, lambda run: run.wal)
    if overhead := _overhead(figures, runs):
        yield "run_overhead", overhead
    if runs:
        computed = sum(run.processes[0].cpu for run in runs)
        yield "read_web", computed * 1000 / sum(run.looks for run in runs)
    loads = [load for load in figures.loads if load.database == POSTGRES]
    if loads:
        most = max(loads, key=lambda load: load.records)
        yield "record_bytes", most.size / most.records
    yield from _requests(
        [each for each in figures.requests if each.database == POSTGRES]
    )


def _overhead(figures: Figures, whole: Sequence[JobRun]) -> float:
    """Return the seconds that a run of no records would take, by its half's time.

    The wait until a worker looks is in them, so they are rather too many.
    """
    after = _alone(whole, Job.ISO)
    of_half = [run for run in figures.jobs if run.is_half and run.database == POSTGRES]
    before = _alone(of_half, Job.ISO)
    if not (before and after):
        return 0.0
    halves, wholes = (median(run.seconds for run in runs) for runs in (before, after))
    return max(2 * halves - wholes, 0.0)


def _requests(rounds: Sequence[RequestRound]) -> Iterator[tuple[str, float]]:
    if rounds:
        yield "request_web", median(each.cpu for each in rounds) * 1000
        known = [each.database_cpu for each in rounds if each.database_cpu is not None]
        yield "request_server", median(known or [0.0]) * 1000


def _alone(runs: Sequence[JobRun], job: Job) -> Sequence[JobRun]:
    """Return the runs of one worker over the most records."""
    of_one = [run for run in runs if run.job == job and run.workers == 1]
    most = max((run.records for run in of_one), default=0)
    return [run for run in of_one if run.records == most]


def _each(runs: Sequence[JobRun], figure: Callable[[JobRun], float | None]) -> float:
    """Return the median of a figure for one record; 0 where it is not known."""
    known = [(figure(run), run.members) for run in runs]
    return median([n / members for n, members in known if n is not None] or [0.0])


def _rounded(value: float) -> float:
    """Return three digits: more were not measured."""
    return float(f"{value:.3g}")
