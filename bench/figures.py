"""All that a run of the benchmark measured: for plots and arithmetic, as JSON."""

from pathlib import Path
from typing import Any

import msgspec


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """What one process of the service took during a job."""

    name: str
    """`web`, `worker 1`, `worker 2` …"""
    early: float
    """Resident memory (MB) after a quarter of the job's time."""
    late: float
    """At its end."""
    peak: float
    """At most, as the kernel counts it."""
    cpu: float
    """Seconds of user and system time."""
    series: list[tuple[float, float]]
    """Memory over time: seconds since the service started, and MB."""


class JobRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a job."""

    database: str
    workers: int
    job: str
    source: str
    records: int
    """Of the file that was loaded, or its first half."""
    members: int
    is_half: bool
    seconds: float
    """From `start_time` to `end_time` of the instance."""
    wall: float
    """From the request to the first answer that shows the end."""
    status: str
    changed: int | None
    """Records that an export of ISO 2709 did not write as they were loaded."""
    looks: int
    """How often progress was looked at."""
    faults: list[str]
    """What was wrong with the progress that was shown."""
    processes: list[Process]
    database_cpu: float | None
    """Seconds of user and system time of the database's server."""
    wal: float | None
    """Bytes of its write-ahead log."""

    @property
    def rate(self) -> float:
        """Return the records a second."""
        return self.members / self.seconds

    def of_workers(self) -> list[Process]:
        """Return what the workers took, without the web process."""
        return [each for each in self.processes if each.name.startswith("worker")]


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The first load of a database."""

    database: str
    records: int
    seconds: float
    size: int
    """Bytes of the database afterwards."""


class RequestRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round of run requests."""

    database: str
    servers: int
    clients: int
    rate: float
    p50: float
    """Milliseconds."""
    p99: float
    worst: float
    refused: int
    cpu: float
    """Seconds of the web processes for one request."""
    database_cpu: float | None


class Figures(msgspec.Struct, kw_only=True):
    """Everything, as it is measured."""

    machine: dict[str, str]
    loads: list[Load] = []
    jobs: list[JobRun] = []
    requests: list[RequestRound] = []
    tables: list[dict[str, Any]] = []

    def write(self, file: Path) -> None:
        """Write all figures."""
        file.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))


def read_figures(file: Path) -> Figures:
    """Return what `Figures.write` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Figures)
