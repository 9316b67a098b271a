"""Deliveries that are recorded before they have happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from almandine.engine.execute import Worker
from almandine.engine.ports import Courier
from almandine.engine.run import Status


@dataclass
class OwingCourier:
    """Says where a file will lie, and takes it there when everything else is done."""

    courier: Courier
    owed: list[Callable[[], object]] = field(default_factory=list[Callable[[], object]])

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        self.owed.append(
            lambda: self.courier.deliver(source, endpoint=endpoint, directory=directory)
        )
        return f"{endpoint}/{directory}/{source.name}"


class OwingWorker(Worker):
    """Commits first, and then delivers."""

    def execute(self, run_id: str, shard: int = 0) -> Status | None:
        assert isinstance(self.courier, OwingCourier)
        self.courier.owed.clear()  # whoever died has forgotten it
        status = super().execute(run_id, shard)
        while self.courier.owed:
            self.courier.owed.pop(0)()
        return status


def deliver_late(worker: Worker) -> Worker:
    """Return a worker that is the same, but for its deliveries."""
    return OwingWorker(
        bench=worker.bench,
        courier=OwingCourier(worker.courier),
        job_types=worker.job_types,
        env=worker.env,
        range_size=worker.range_size,
        retention=worker.retention,
    )
