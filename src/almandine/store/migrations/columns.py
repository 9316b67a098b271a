"""Columns as revisions spell them.

What stands here is never changed, nor taken from `store.tables`: a revision makes for
ever what it made when it was written. New spellings are added.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Column = sa.Column[Any]


def text(name: str, *, unique: bool = False, primary_key: bool = False) -> Column:
    """Return a mandatory column of text, compared byte by byte."""
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(
        name, kind, nullable=False, unique=unique or None, primary_key=primary_key
    )


def texts(*names: str) -> list[Column]:
    """Return mandatory columns of text."""
    return [text(name) for name in names]


def keys(*names: str) -> list[Column]:
    """Return columns of text that are the primary key, or begin it."""
    return [text(name, primary_key=True) for name in names]


def instant(name: str, *, nullable: bool = False, primary_key: bool = False) -> Column:
    """Return a column for a point in time: microseconds, or `timestamptz`."""
    zoned = sa.DateTime(timezone=True)
    kind = sa.BigInteger().with_variant(zoned, "postgresql")
    return sa.Column(name, kind, nullable=nullable, primary_key=primary_key)


class midnight(FunctionElement[Any]):  # noqa: N801 - reads as SQL's functions do
    """The beginning of an instant's day (UTC)."""

    inherit_cache = True


@compiles(midnight, "sqlite")
def _midnight_in_microseconds(element: midnight, compiler: Any, **words: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    instant_ = compiler.process(element.clauses, **words)
    return f"{instant_} - {instant_} % 86400000000"


@compiles(midnight, "postgresql")
def _midnight_of_the_server(element: midnight, compiler: Any, **words: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"date_trunc('day', {compiler.process(element.clauses, **words)}, 'UTC')"


def instants(*names: str) -> list[Column]:
    """Return mandatory columns for points in time."""
    return [instant(name) for name in names]


def numbers(*names: str) -> list[Column]:
    """Return mandatory columns of large integers."""
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def small_number(name: str, *, primary_key: bool = False) -> Column:
    """Return a mandatory column of integers of four bytes."""
    return sa.Column(name, sa.Integer(), nullable=False, primary_key=primary_key)


def flag(name: str) -> Column:
    """Return a mandatory column of truth values."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def data(name: str) -> Column:
    """Return a mandatory column of bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def json(name: str) -> Column:
    """Return a mandatory column of JSON."""
    return sa.Column(name, sa.JSON(), nullable=False)


def day(name: str) -> Column:
    """Return a column of dates that may be empty."""
    return sa.Column(name, sa.Date())
