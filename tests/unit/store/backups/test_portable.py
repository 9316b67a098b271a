"""Values as they go into a backup and come out of it again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import Column as AnyColumn
from sqlalchemy import Date, Table, Text
from sqlalchemy.schema import MetaData

from almandine.store.backups.portable import into, out_of
from almandine.store.tables.columns import Duration, Instant

THINGS = Table(
    "thing",
    MetaData(),
    AnyColumn("name", Text),
    AnyColumn("at", Instant),
    AnyColumn("day", Date),
    AnyColumn("length", Duration),
)
NAMES = [column.name for column in THINGS.columns]
AT = datetime(2026, 11, 27, 12, 0, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        (
            ("é", AT, date(2026, 11, 27), timedelta(hours=12)),
            ["é", 1_795_780_800_000_001, "2026-11-27", 43_200],
        ),
        (("", None, None, None), ["", None, None, None]),
    ],
)
def test_a_row_comes_out_as_it_went_in(row: tuple[Any, ...], kept: list[Any]) -> None:
    [packed] = out_of(THINGS, [row])
    unpacked = msgspec.msgpack.decode(msgspec.msgpack.encode(packed))
    assert unpacked == kept
    assert [tuple(each) for each in into(THINGS, NAMES, [unpacked])] == [row]
