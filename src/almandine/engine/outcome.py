"""What a job did with one record."""

from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Changed(Generic[R]):
    """The record is to be stored as given."""

    record: R


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The record stays as it is."""

    because: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The record could not be dealt with; the run goes on."""

    because: str


Outcome = Changed[R] | Unchanged | Failed
