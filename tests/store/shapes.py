"""What shape the tables of a database have, in words that can be compared.

Finer than what alembic compares: how text is sorted, how rows and long values are kept,
what an index leaves out, and whether rows are their own index count too. Defaults do
not: a revision needs them to add columns to rows that are there.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Final

from sqlalchemy import Connection, NullPool, create_engine, text

from almandine.store.database import FILE_NAME
from almandine.store.migrations import VERSION_TABLE
from almandine.store.postgres import read_url
from databases.homes import Home

Columns = Mapping[str, Sequence[str]]
"""Names of columns, by table."""

_SQLITE: Final = (
    """
    SELECT t.name, c.name, t.wr AS is_its_own_index, c.type, c."notnull", c.pk
    FROM pragma_table_list t, pragma_table_info(t.name) c
    WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'
    """,
    """
    SELECT t.name, i.origin, i."unique", group_concat(c.name),
        iif(i.origin = 'c', i.name, ''), iif(i.partial, s.sql, '')
    FROM pragma_table_list t, pragma_index_list(t.name) i
    JOIN pragma_index_info(i.name) c
    LEFT JOIN sqlite_master s ON s.name = i.name
    WHERE t.schema = 'main'
    GROUP BY t.name, i.name
    """,
)
_POSTGRES: Final = (
    """
    SELECT table_name, column_name, data_type, collation_name, is_nullable
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
    """
    SELECT tablename, indexname, indexdef
    FROM pg_indexes WHERE schemaname = 'public'
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    """
    SELECT c.relname, a.attname, a.attstorage::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped
    """,
    """
    SELECT sequencename, data_type::text
    FROM pg_sequences WHERE schemaname = 'public'
    """,
    """
    SELECT relname, unnest(reloptions)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    """,
)


def connected(home: Home) -> Connection:
    """Connect behind the service's back."""
    file = f"sqlite:///{home.directory / FILE_NAME}"
    url = read_url(home.url) if home.url else file
    return create_engine(url, poolclass=NullPool).connect()


def shape_of(home: Home) -> Sequence[str]:
    """Return all columns, indexes and constraints, a line each, sorted."""
    queries = _SQLITE if home.is_sqlite else _POSTGRES
    return sorted(repr(row) for query in queries for row in _rows(home, query))


def columns_of(home: Home) -> Columns:
    """Return the columns that there are."""
    found: dict[str, list[str]] = {}
    query, *_ = _SQLITE if home.is_sqlite else _POSTGRES
    for table, column, *_ in sorted(_rows(home, query), key=repr):
        found.setdefault(str(table), []).append(str(column))
    return found


def _rows(home: Home, query: str) -> Sequence[tuple[object, ...]]:
    """Return the answer, without what alembic has of its own."""
    with closing(connected(home)) as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    return [row for row in rows if row[0] != VERSION_TABLE]
