"""Next times of schedules, and the clocks that they go by, in memory."""

from dataclasses import dataclass

from almandine.engine.configuration import Institution
from almandine.engine.ports import Fire
from simulation.memory.tables import Shelf


@dataclass(frozen=True)
class MemoryFires:
    """Implements `engine.ports.Fires`."""

    shelf: Shelf

    def find(self, job_id: str) -> Fire | None:
        return self.shelf.fires.rows.get(job_id)

    def put(self, fire: Fire) -> None:
        self.shelf.fires.put(fire.job_id, fire)

    def drop(self, job_id: str) -> None:
        if job_id in self.shelf.fires.rows:
            self.shelf.fires.drop(job_id)


@dataclass(frozen=True)
class MemoryConfiguration:
    """Implements `engine.configuration.Configuration` as far as it is asked."""

    shelf: Shelf

    def institution(self) -> Institution:
        code = self.shelf.institution
        return Institution(code=code, name=code, timezone="UTC", currency="EUR")
