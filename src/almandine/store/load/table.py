"""Steps that loads of rows have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Column

from almandine.records.kind import Kind
from almandine.store.ids import SqlIds
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.identity import taken_ids
from almandine.store.load.rows import BadRow, Row, fields_of
from almandine.store.records.scope import Scope

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that reads well, and the candidate it stands for."""

    candidate: Candidate
    cells: Row

    def rejected(self, reason: str) -> Rejected:
        """Return the row as one that was not stored."""
        return Rejected(self.candidate.position, reason, self.candidate.raw)


def read_lines(
    chunk: Sequence[Candidate], known: Sequence[str]
) -> tuple[list[Line], list[Rejected]]:
    """Read rows whose columns have these names (lower case)."""
    lines: list[Line] = []
    rejected: list[Rejected] = []
    for one in chunk:
        try:
            lines.append(Line(one, fields_of(one.raw, known)))
        except BadRow as error:
            rejected.append(Rejected(one.position, str(error), one.raw))
    return lines, rejected


def build(
    lines: Sequence[Line], make: Callable[[Line], R]
) -> tuple[list[R], list[Rejected]]:
    """Make a record of each row, or learn why not."""
    made: list[R] = []
    rejected: list[Rejected] = []
    for line in lines:
        try:
            made.append(make(line))
        except BadRow as error:
            rejected.append(line.rejected(str(error)))
    return made, rejected


def only_free(
    scope: Scope, lines: Sequence[Line], name: str, column: Column[str]
) -> tuple[list[Line], list[Rejected]]:
    """Keep the rows whose cell is empty, or unlike all others stored or to be."""
    values = [value for line in lines if (value := line.cells.get(name))]
    taken = taken_ids(scope, column, values)
    free: list[Line] = []
    rejected: list[Rejected] = []
    for line in lines:
        value = line.cells.get(name, "")
        if value in taken:
            rejected.append(line.rejected(f"{name} {value} is taken"))
            continue
        free.append(line)
        taken |= {value} if value else set()
    return free, rejected


def with_ids(scope: Scope, kind: Kind, name: str, lines: Sequence[Line]) -> list[Line]:
    """Give an id to each row that has none."""
    ids = SqlIds(scope.connection, scope.institution)
    given = [line.cells.get(name, "") for line in lines]
    ids.reserve(kind, given)
    new = iter(ids.next(kind, given.count("")))
    return [
        Line(line.candidate, {**line.cells, name: own or next(new)})
        for line, own in zip(lines, given, strict=True)
    ]
