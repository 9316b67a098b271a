"""What the benchmark found: tables for people, the same figures for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

_FEW: Final = 100
"""Below this, a figure is shown with a digit after the point."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """One figure, measured several times."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Return the median."""
        return median(self.values)


Cell = str | float | Repeats | None
"""None stands for what does not exist, such as a task that a peer cannot do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    """What was found that must never be."""

    @property
    def _said(self) -> Sequence[str]:
        return [*self.notes, *(f"WRONG: {fault}" for fault in self.faults)]

    def plain(self) -> str:
        """Return the table with aligned columns."""
        lines = [self.columns, *(tuple(map(_shown, row)) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        body = "\n".join(
            "  ".join(
                cell.rjust(width) if at and _is_number(cell) else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )
        notes = "".join(f"\n  {note}" for note in self._said)
        return f"{self.title}\n\n{body}\n{notes}\n"

    def markdown(self) -> str:
        """Return the table as Markdown, with the notes behind it."""
        rule = ["---"] + ["---:"] * (len(self.columns) - 1)
        lines = [self.columns, rule, *(map(_shown, row) for row in self.rows)]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        notes = "".join(f"- {note}\n" for note in self._said)
        return f"### {self.title}\n\n{body}\n\n{notes}"

    def raw(self) -> dict[str, object]:
        """Return every figure as it was measured."""
        rows = [
            dict(zip(self.columns, map(_raw, row), strict=True)) for row in self.rows
        ]
        return {"title": self.title, "rows": rows, "notes": self._said}


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return "-"
        case str():
            return cell
        case Repeats(values=(value,)):
            return _number(value)
        case Repeats():
            low, high = min(cell.values), max(cell.values)
            return f"{_number(cell.middle)} ({_number(low)} to {_number(high)})"
        case _:
            return _number(cell)


def _number(value: float) -> str:
    whole = isinstance(value, int) or value >= _FEW
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def _is_number(text: str) -> bool:
    return text[:1].isdigit() or text == "-"


def _raw(cell: Cell) -> object:
    return cell.values if isinstance(cell, Repeats) else cell
