"""All tables together; a table module that is not imported here does not exist."""

from sqlalchemy import Connection

from almandine.store.tables import (
    access,
    configuration,
    installation,
    institution,
    records,
    runs,
    sets,
    workers,
)
from almandine.store.tables.columns import metadata

TABLE_MODULES = (
    access,
    configuration,
    installation,
    institution,
    records,
    runs,
    sets,
    workers,
)


def create_tables(connection: Connection) -> None:
    """Make the tables that are missing; those present stay as they are."""
    metadata.create_all(connection)
