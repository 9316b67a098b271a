"""Files and lines of imports as rows."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Row, RowMapping

from almandine.engine.imports.line import FileState, ImportFile, Line, Unresolved
from almandine.engine.imports.report import INVENTORY
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
        **dict(zip(INVENTORY, line.inventory, strict=True)),
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
        inventory=(row.holdings, row.items, row.portfolios),
        marc=row.marc,
    )


def said(choice: Choice) -> str:
    """Return a choice as the column keeps it."""
    return _SKIP if choice.skip else choice.record_id or _NONE


def unresolved_of(row: Row[*tuple[Any, ...]]) -> Unresolved:
    """Return a line with what was decided on it."""
    return Unresolved(line_of(row), _choice(row.choice))


def _choice(text: str | None) -> Choice | None:
    if text is None:
        return None
    return Choice(skip=True) if text == _SKIP else Choice(text.removeprefix(_NONE))
