"""Imports: their files, their lines, and what their records match."""

from almandine.store.imports.imports import SqlImports

__all__ = ["SqlImports"]
