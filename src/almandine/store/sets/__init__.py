"""Sets in the database: what is said of them, their members, their names."""

from almandine.store.sets.sets import SqlSets

__all__ = ["SqlSets"]
