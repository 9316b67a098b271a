"""A library in a fresh database, and small MARC records for it."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from almandine.records.kind import Kind
from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import Field, control_field, data_field
from almandine.store.load import Destination
from almandine.store.records import SqlRecords
from almandine.store.tables.institution import institution
from databases.homes import Home

CODE = "01ALM_INST"
OTHER = "01ALM_OTHER"
NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

_LEADER = "00000nam a2200000 a 4500"
_HOLDINGS_LEADER = "00000nx  a2200000n  4500"


class Shelves:
    """The records of one institution, each call in a transaction of its own."""

    def __init__(self, home: Home) -> None:
        self.database = home.database()
        self.now = NOW
        with self.database.writing() as connection:
            rows = [_institution(CODE, "6421"), _institution(OTHER, "7000")]
            connection.execute(insert(institution), rows)

    @contextmanager
    def connection(self) -> Generator[Connection]:
        with self.database.writing() as connection:
            yield connection

    @contextmanager
    def records(self, code: str = CODE) -> Generator[SqlRecords]:
        with self.connection() as connection:
            yield SqlRecords(connection, code, lambda: self.now)

    def write(self, kind: Kind, *records: object, code: str = CODE) -> None:
        with self.records(code) as port:
            port.write(kind, records)

    def read(self, kind: Kind, *ids: str, code: str = CODE) -> Sequence[Any]:
        with self.records(code) as port:
            return port.read(kind, ids)

    def destination(self, quarantine: Path | None = None) -> Destination:
        return Destination(self.database, CODE, lambda: self.now, quarantine)


def _institution(code: str, suffix: str) -> dict[str, str]:
    return {
        "code": code,
        "name": code,
        "suffix": suffix,
        "timezone": "UTC",
        "currency": "EUR",
    }


def marc(*fields: Field, number: str = "") -> bytes:
    """Write a bib; `245 Emma` stands for a field with one subfield a."""
    numbers = [control_field("001", number)] if number else []
    return from_fields(_LEADER, [*numbers, *fields])


def holdings_marc(*fields: Field) -> bytes:
    return from_fields(_HOLDINGS_LEADER, fields)


def field(tag: str, *texts: str, indicators: str = "  ") -> Field:
    """Write a field from subfields such as `aEmma`."""
    return data_field(tag, indicators, [(text[0], text[1:]) for text in texts])


def stream(*records: bytes) -> BytesIO:
    return BytesIO(b"".join(records))
