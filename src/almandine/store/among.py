"""Rows with one of many ids, asked with one parameter.

A thousand placeholders cost more to write and to parse than the rows cost to find.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Text,
    any_,
    bindparam,
    func,
    select,
)


def among(column: ColumnElement[str], dialect: str) -> ColumnElement[bool]:
    """Return the condition that the column holds one of the ids in `ids`."""
    if dialect == "postgresql":
        return column == any_(bindparam("ids", type_=ARRAY(Text)))
    each = func.json_each(bindparam("ids", type_=Text)).table_valued("value")
    return column.in_(select(each.c.value))


def ids_for(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Return the parameter of a statement made with `among`."""
    if connection.dialect.name == "postgresql":
        return {"ids": list(ids)}
    return {"ids": json.dumps(list(ids))}
