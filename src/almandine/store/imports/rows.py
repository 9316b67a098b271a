"""Files and lines of imports as rows."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Row, RowMapping

from almandine.engine.imports.line import FileState, ImportFile, Line
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from almandine.store.records.scope import storable

_NONE: Final = "none"
_SKIP: Final = "skip"
_BY_RUN: Final = frozenset({"institution", "run_id", "profile_id"})


def file_row(file: ImportFile) -> Mapping[str, Any]:
    """Return the columns of a file, without whose it is."""
    return asdict(file)


def file_of(row: RowMapping) -> ImportFile:
    """Return the file of a row."""
    values: dict[str, Any] = {k: v for k, v in row.items() if k not in _BY_RUN}
    state = FileState(values.pop("state"))
    return ImportFile(state=state, **values)


def line_row(line: Line) -> Mapping[str, Any]:
    """Return the columns of a line, without whose it is."""
    return {
        "file": line.file,
        "position": line.position,
        "action": line.action.value,
        "because": storable(line.because),
        "number": storable(line.number),
        "key": storable(line.key),
        "matches": " ".join(line.matches),
        "record_id": line.record_id,
        "marc": line.marc,
    }


def line_of(row: Row[*tuple[Any, ...]]) -> Line:
    """Return the line of a row."""
    return Line(
        file=row.file,
        position=row.position,
        action=Action(row.action),
        because=row.because,
        number=row.number,
        key=row.key,
        matches=tuple(row.matches.split()),
        record_id=row.record_id,
        marc=row.marc,
    )


def said(choice: Choice) -> str:
    """Return a choice as the column keeps it."""
    return _SKIP if choice.skip else choice.record_id or _NONE


def choice_of(row: Row[*tuple[Any, ...]]) -> Choice | None:
    """Return what was decided; None where nothing was."""
    if row.choice is None:
        return None
    if row.choice == _SKIP:
        return Choice(skip=True)
    return Choice("" if row.choice == _NONE else row.choice)
