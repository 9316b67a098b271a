"""Column types that mean the same on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData()
"""All tables of the service."""

TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Text, sorted and compared byte by byte on every database, as Python does."""

UNCOMPRESSED: Final = {"toast_tuple_target": 8160}
"""Bytes. To compress what is longer than 2 KB, which is every second bib, is a quarter
of PostgreSQL's work when bibs are stored, and saves a thirtieth of the space."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Duration(TypeDecorator[timedelta]):
    """A length of time, in whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - as the driver calls it
        """Turn a length of time into what the column holds."""
        return None if value is None else value // timedelta(seconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:  # noqa: ANN401, ARG002 - as the driver calls it
        """Turn what the column holds into a length of time."""
        return None if value is None else timedelta(seconds=value)


class Instant(TypeDecorator[datetime]):
    """A point in time (UTC): integer microseconds, or `timestamptz`.

    Integers because text instants sort right only by luck.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type for the database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's type
        """Turn an aware instant into what the column holds."""
        if value is None or dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - as the driver calls it
        """Turn what the column holds into an aware instant (UTC)."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return _EPOCH + value * _MICROSECOND
