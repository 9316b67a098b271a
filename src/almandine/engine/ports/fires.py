"""When jobs next fall due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Fire:
    """The next time that a job falls due."""

    job_id: str
    schedule: str
    """The code that it was worked out from."""
    timezone: str
    """The institution's, when it was worked out."""
    due_at: datetime | None
    """UTC; None where nothing is started by such a schedule."""


class Fires(Protocol):
    """The next times of the institution's scheduled jobs."""

    def find(self, job_id: str) -> Fire | None:
        """Return the job's next time, or None."""
        ...

    def put(self, fire: Fire) -> None:
        """Store the next time in the place of any other one of the job."""
        ...

    def drop(self, job_id: str) -> None:
        """Forget the next time of a job that does not fall due any more."""
        ...
