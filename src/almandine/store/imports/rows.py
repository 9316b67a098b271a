# Compiled as it is, where the set-up can: ADR 0033.
"""Files and lines of imports as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import RowMapping

from almandine.engine.imports.line import FileState, ImportFile, Line, Told, Unresolved
from almandine.engine.imports.report import INVENTORY
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from almandine.store.records.scope import storable
from almandine.store.tables.imports import import_line

LINE: Final = tuple(
    import_line.c[name]
    for name in (
        *("file", "position", "action", "because", "number", "key", "matches"),
        *("record_id", *INVENTORY, "marc"),
    )
)
"""The columns of a line, by their places."""
TOLD: Final = tuple(
    import_line.c[name]
    for name in (
        *("file", "position", "number", "key", "matches"),
        *("action", "record_id", "because"),
    )
)
UNRESOLVED: Final = (*LINE, import_line.c.choice)
_ACTIONS: Final = {action.value: action for action in Action}
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
        **dict(zip(INVENTORY, line.inventory, strict=True)),
        "marc": line.marc,
    }


def line_of(row: Sequence[Any]) -> Line:
    """Return the line of a row that has `LINE`."""
    *told, matches, record_id, holdings, items, portfolios, marc = row
    file, position, action, because, number, key = told
    return Line(
        file,
        position,
        _ACTIONS[action],
        because,
        number,
        key,
        tuple(matches.split()),
        record_id,
        (holdings, items, portfolios),
        marc,
    )


def told_of(row: Sequence[Any]) -> Told:
    """Return what the report tells of a line, of a row that has `TOLD`."""
    file, position, number, key, matches, action, record_id, because = row
    return file, position, number, key, matches, action, record_id, because


def said(choice: Choice) -> str:
    """Return a choice as the column keeps it."""
    return _SKIP if choice.skip else choice.record_id or _NONE


def unresolved_of(row: Sequence[Any]) -> Unresolved:
    """Return a line with what was decided on it, of a row that has `UNRESOLVED`."""
    *line, choice = row
    return Unresolved(line_of(line), None if choice is None else choice_of(choice))


def choice_of(text: str) -> Choice:
    """Return the choice that the column keeps."""
    return Choice(skip=True) if text == _SKIP else Choice(text.removeprefix(_NONE))
