"""What a piece of the store asks of its database, and how the database finds it."""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement, as it went to the database."""

    text: str
    bound: Any

    @property
    def offsets(self) -> Sequence[object]:
        """Return by how much it skips; for SQLite, a 0 stands beside every limit."""
        return [
            self.bound[self.text[: found.start()].count("?")]
            if "?" in found[0]
            else found[0]
            for found in re.finditer(r"OFFSET \S+", self.text)
        ]

    def plan(self, connection: Connection) -> str:
        """Return how the database would find it."""
        on_server = connection.dialect.name == "postgresql"
        explain = "EXPLAIN" if on_server else "EXPLAIN QUERY PLAN"
        rows = connection.exec_driver_sql(f"{explain} {self.text}", self.bound)
        return "\n".join(str(row[-1]) for row in rows)

    def scans(self, table: str, connection: Connection) -> bool:
        """Tell whether the database would look at every row of the table."""
        scan = rf"SCAN {table}\b|Seq Scan on {table}\b"
        return re.search(scan, self.plan(connection)) is not None


@contextmanager
def listening(connection: Connection) -> Generator[list[Asked]]:
    """Collect what is asked of the database."""
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, *call: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        asked.append(Asked(call[0], call[1]))

    event.listen(connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection, "before_cursor_execute", note)
