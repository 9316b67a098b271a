"""The records of an institution: one module a kind, and the port over them all."""

from almandine.store.records.port import SqlRecords
from almandine.store.records.scope import Scope

__all__ = ["Scope", "SqlRecords"]
