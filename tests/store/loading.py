"""What the tests of bulk loading have in common."""

import json
from collections.abc import Sequence

from sqlalchemy import Column, select

from store.shelves import Shelves, field, marc

FIRST_ID = "990000000000016421"
EMMA = marc(field("245", "aEmma"), number="77")


def ids(shelves: Shelves, column: Column[str]) -> Sequence[str]:
    with shelves.connection() as connection:
        return connection.scalars(select(column).order_by(column)).all()


def line(**cells: object) -> bytes:
    return json.dumps(cells).encode() + b"\n"
