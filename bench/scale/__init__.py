"""From measured rates to sizes that this machine does not have, on paper.

Arithmetic says which part is full first; a small simulation says how long runs wait
before it is. Everything that goes in is one `Inputs`, and stands on the page.
"""

from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figures
from bench.pace import Pace
from bench.scale.inputs import DEFAULT, measured
from bench.scale.page import tables
from bench.tables import Table

_EXPECTED = 15.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is worked out."""

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        return _EXPECTED

    def measure(self, _: Path, figures: Figures, pace: Pace) -> list[Table]:
        """Work out everything from what was measured so far, and assume the rest."""
        pace.doing("scale: arithmetic and simulation", _EXPECTED)
        return tables(measured(DEFAULT, figures))
