"""Records that are kept in memory for too long."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection

from almandine.env import system_env
from almandine.records.kind import Kind
from almandine.store.records import SqlRecords


class HoardedRecords(SqlRecords):
    """Keeps whatever it has read."""

    hoard: ClassVar[list[object]] = []

    def __init__(self, connection: Connection, institution: str) -> None:
        super().__init__(connection, institution, system_env().now)

    def read(
        self, kind: Kind, record_ids: Sequence[str], *, locked: bool = False
    ) -> Sequence[Any]:
        found = super().read(kind, record_ids, locked=locked)
        self.hoard.extend(found)
        return found
