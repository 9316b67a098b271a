"""What a kind of trouble led to: figures, and those of them that must be nought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.tables import Cell, Table

AMISS: Final = "amiss"
"""Marks the figures that must be nought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one kind of trouble on one kind of database."""

    database: str
    figures: Mapping[str, Cell]
    amiss: Mapping[str, int] = field(default_factory=dict[str, int])
    """Each must be 0."""
    seconds: float = 0

    @property
    def went_well(self) -> bool:
        """Tell whether nothing is amiss."""
        return not any(self.amiss.values())


def table_of(part: str, outcomes: Sequence[Outcome], replay: str) -> Table:
    """Return the figures, a column for each database."""
    columns = ("what", *(each.database for each in outcomes))
    figures = [each.figures for each in outcomes]
    wrong = [each.amiss for each in outcomes]
    rows: list[tuple[Cell, ...]] = [
        *_rows(figures, ""),
        *_rows(wrong, f"{AMISS}: "),
        ("seconds", *(each.seconds for each in outcomes)),
    ]
    verdict = "went well" if all(each.went_well for each in outcomes) else "WENT WRONG"
    return Table(f"{part}: {verdict}", columns, rows, (f"replay: {replay}",))


def _rows(
    found: Sequence[Mapping[str, Cell]] | Sequence[Mapping[str, int]], mark: str
) -> list[tuple[Cell, ...]]:
    names = dict.fromkeys(name for each in found for name in each)
    return [(f"{mark}{name}", *(each.get(name) for each in found)) for name in names]
