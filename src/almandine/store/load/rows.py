"""Rows of CSV or JSON Lines, as candidates and as values."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from io import TextIOWrapper
from typing import Any, BinaryIO, Final, TypeVar, cast

from almandine.records.marc.keys import LONGEST
from almandine.store.load.candidates import Candidate, Rejected

Row = Mapping[str, str]
D = TypeVar("D", date, datetime)

# NUL and halves of characters, which JSON can spell and databases cannot hold.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_TRUE: Final = frozenset({"true", "yes", "1"})
_FALSE: Final = frozenset({"false", "no", "0"})


_FOUND_BY: Final = frozenset(
    (
        *("pid", "barcode", "holding_id", "mms_id", "primary_id", "request_id"),
        *("library", "location", "temp_library", "temp_location", "collection"),
    )
)


class BadRow(Exception):  # noqa: N818 - a fact about the row, told in the report
    """The row cannot become a record; the message says why."""


def csv_rows(stream: BinaryIO) -> Iterator[Candidate | Rejected]:
    """Read CSV whose first line names the columns; a row becomes a line of JSON."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    for position, row in enumerate(csv.DictReader(text), start=1):
        raw = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        # Python puts what has no column under None, and None where cells are missing.
        if None in row or None in row.values():
            yield Rejected(position, "more or fewer cells than columns", raw)
        else:
            yield Candidate(position, raw)
    text.detach()


def json_lines(stream: BinaryIO) -> Iterator[Candidate | Rejected]:
    """Read one JSON object a line; empty lines are passed over."""
    filled = (line for line in stream if line.strip())
    for position, line in enumerate(filled, start=1):
        yield Candidate(position, line)


def fields_of(raw: bytes, known: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row that are not empty, by column in lower case.

    Raises:
        BadRow: when it is no object of plain values, or has columns of other names.
    """
    try:
        row: Any = json.loads(raw)
    except ValueError as error:
        raise BadRow(f"no JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadRow("no JSON object")
    cells = {
        str(name).strip().lower(): _cell(str(name), value)
        for name, value in cast("dict[Any, Any]", row).items()
    }
    if unknown := sorted(cells.keys() - set(known)):
        raise BadRow(f"unknown column {unknown[0]}")
    return {name: value for name, value in cells.items() if value}


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise BadRow(f"column {name} holds no plain value")
    if _UNSTORABLE.search(text := str(value)):
        raise BadRow(f"column {name} holds what is no text")
    if name.strip().lower() in _FOUND_BY:
        check_length(name, text)
    return text.strip()


def check_length(name: str, text: str) -> None:
    """Raise BadRow for a number or code that is too long to be found by."""
    if len(text) > LONGEST:
        raise BadRow(f"{name} has more than {LONGEST} characters")


def required(row: Row, name: str) -> str:
    """Return a cell that must not be empty."""
    if not (value := row.get(name, "")):
        raise BadRow(f"no {name}")
    return value


def as_flag(row: Row, name: str, *, default: bool) -> bool:
    """Return a cell of yes or no."""
    value = row.get(name, "").lower()
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    if value:
        raise BadRow(f"{name} is neither true nor false: {value}")
    return default


def as_day(row: Row, name: str) -> date | None:
    """Return a cell that holds a day, None when it is empty."""
    return _parsed(row, name, date.fromisoformat)


def as_instant(row: Row, name: str) -> datetime | None:
    """Return a cell that holds an instant, UTC unless it says otherwise."""
    instant = _parsed(row, name, datetime.fromisoformat)
    if instant is None or instant.tzinfo:
        return instant
    return instant.replace(tzinfo=UTC)


def _parsed(row: Row, name: str, parse: Callable[[str], D]) -> D | None:
    if not (value := row.get(name, "")):
        return None
    try:
        return parse(value)
    except ValueError as error:
        raise BadRow(f"{name} is no date: {value}") from error
