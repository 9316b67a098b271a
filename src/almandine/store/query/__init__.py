"""Logical queries as SQL.

`members_of` turns a parsed query into one statement that answers the ids of a
content type, in a steady order. Which column a field asks is data in `fields`; how a
level is reached from another is data in `levels`.
"""

from almandine.store.query.compiler import members_of
from almandine.store.query.levels import UnanswerableQuery

__all__ = ["UnanswerableQuery", "members_of"]
