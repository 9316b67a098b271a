"""All tables together; a table module that is not imported here does not exist."""

from almandine.store.tables import (
    access,
    configuration,
    imports,
    installation,
    institution,
    publishing,
    records,
    runs,
    sets,
    workers,
)
from almandine.store.tables.columns import metadata

__all__ = ["TABLE_MODULES", "metadata"]

TABLE_MODULES = (
    access,
    configuration,
    imports,
    installation,
    institution,
    publishing,
    records,
    runs,
    sets,
    workers,
)
