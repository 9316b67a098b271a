"""What one day asks of each part, and what one very large run takes."""

from dataclasses import dataclass, replace

from bench.scale.day import FLOWS, HOUR
from bench.scale.inputs import Inputs, Job

READING_HOURS = range(8, 18)


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a part is asked for in its busiest hour."""

    part: str
    unit: str
    asked: float
    there: float

    @property
    def share(self) -> float:
        """Return how full the part is, 1 when it can do no more."""
        return self.asked / self.there


@dataclass(frozen=True, slots=True)
class Demand:
    """What an hour asks for, per second."""

    workers: float = 0.0
    web: float = 0.0
    server: float = 0.0
    log: float = 0.0


def loads(inputs: Inputs) -> list[Load]:
    """Return all parts, the fullest first."""
    hours = [demand(inputs, hour) for hour in range(24)]
    found = [
        Load("workers", "processes", workers_asked(inputs), inputs.workers),
        Load("web processes", "cores", max(h.web for h in hours), inputs.web_cores),
        Load(
            "database server",
            "cores",
            max(h.server for h in hours),
            inputs.server_cores,
        ),
        Load("its log", "MB/s", max(h.log for h in hours), inputs.log_rate),
    ]
    return sorted(found, key=lambda load: -load.share)


def workers_asked(inputs: Inputs) -> float:
    """Return how many workers the busiest hour keeps at work."""
    return max(demand(inputs, hour).workers for hour in range(24))


def demand(inputs: Inputs, hour: int) -> Demand:
    """Return what an hour asks for, runs counted as if they were done at once."""
    total = Demand()
    mean = inputs.records / inputs.institutions
    for flow in FLOWS:
        runs = flow.at_hour(hour) * inputs.institutions / HOUR
        records = runs * flow.records(mean)
        total = Demand(
            total.workers
            + runs * inputs.run_overhead
            + records / inputs.rate(flow.job),
            total.web + runs * inputs.request_web / 1000,
            total.server
            + runs * inputs.request_server / 1000
            + records * inputs.server(flow.job),
            total.log + records * inputs.log(flow.job),
        )
    if hour not in READING_HOURS:
        return total
    reads = inputs.reads * inputs.institutions / len(READING_HOURS) / HOUR
    return replace(
        total,
        web=total.web + reads * inputs.read_web / 1000,
        server=total.server + reads * inputs.read_server / 1000,
    )


@dataclass(frozen=True, slots=True)
class LargeRun:
    """One run over all records."""

    hours: float
    limit: str
    """What would have to be more for it to be faster."""


def large_run(inputs: Inputs, job: Job, workers: int) -> LargeRun:
    """Return how long one run over all records takes with so many workers."""
    rates = {"workers": workers * inputs.rate(job)}
    rates["database server"] = inputs.server_cores / inputs.server(job)
    if inputs.log(job):
        rates["its log"] = inputs.log_rate / inputs.log(job)
    limit = min(rates, key=lambda part: rates[part])
    return LargeRun(inputs.records / rates[limit] / HOUR, limit)


@dataclass(frozen=True, slots=True)
class Storage:
    """What lies on disk, in GB, and what cleaning it takes."""

    records: float
    log_of_one_pass: float
    """Write-ahead log of one normalization of everything."""
    dead_after_one_pass: float
    """Space of rows that were replaced, until vacuum has freed it."""
    vacuum_hours: float
    """To clean them once."""
    events_of_a_day: float
    """How many rows of history a day adds."""
    history_of_a_year: float


def storage(inputs: Inputs) -> Storage:
    """Return sizes and the time that cleaning takes."""
    size = inputs.records * inputs.record_bytes / 1e9
    mean = inputs.records / inputs.institutions
    events = sum(
        flow.per_day * inputs.institutions * flow.records(mean)
        for flow in FLOWS
        if inputs.log(flow.job)
    )
    return Storage(
        records=size,
        log_of_one_pass=inputs.records * inputs.log(Job.CHANGE) / 1000,
        dead_after_one_pass=size,
        vacuum_hours=size * 1000 / inputs.vacuum_rate / HOUR,
        events_of_a_day=events,
        history_of_a_year=365 * events * inputs.event_bytes / 1e9,
    )
