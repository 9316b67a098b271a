"""The ledger of files that runs made, and of their deliveries."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select

from almandine.engine.ports import Artifact, Delivery
from almandine.store.tables.runs import artifact, delivery


class SqlArtifacts:
    """Implements `engine.ports.Artifacts`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def add(self, run_id: str, made: Artifact, *, expires_at: datetime) -> None:
        """Record a finished file; recording it again changes nothing."""
        row = {
            "institution": self._institution,
            "run_id": run_id,
            "expires_at": expires_at,
            **asdict(made),
        }
        self.forget(run_id, made.name)
        self._connection.execute(insert(artifact), row)

    def of(self, run_id: str) -> Sequence[Artifact]:
        """Return the run's files in the order of their numbers."""
        columns = (
            artifact.c.name,
            artifact.c.size,
            artifact.c.sha256,
            artifact.c.records,
        )
        query = (
            select(*columns)
            .where(
                artifact.c.institution == self._institution,
                artifact.c.run_id == run_id,
            )
            .order_by(func.length(artifact.c.name), artifact.c.name)
        )
        return [Artifact(*row) for row in self._connection.execute(query)]

    def expired(self, now: datetime) -> Sequence[tuple[str, str]]:
        """Return run id and name of the files whose retention is over."""
        query = select(artifact.c.run_id, artifact.c.name).where(
            artifact.c.institution == self._institution,
            artifact.c.expires_at <= now,
        )
        return [(run_id, name) for run_id, name in self._connection.execute(query)]

    def forget(self, run_id: str, name: str) -> None:
        """Strike a file that was removed; doing it again changes nothing."""
        self._connection.execute(
            delete(artifact).where(
                artifact.c.institution == self._institution,
                artifact.c.run_id == run_id,
                artifact.c.name == name,
            )
        )

    def add_delivery(self, run_id: str, delivered: Delivery) -> None:
        """Record that a file reached its endpoint; fails when that one is recorded."""
        row = {
            "institution": self._institution,
            "run_id": run_id,
            **asdict(delivered),
        }
        other = or_(
            delivery.c.sha256 != delivered.sha256,
            delivery.c.endpoint != delivered.endpoint,
        )
        self._connection.execute(
            delete(delivery).where(
                delivery.c.institution == self._institution,
                delivery.c.run_id == run_id,
                delivery.c.name == delivered.name,
                other,
            )
        )
        self._connection.execute(insert(delivery), row)

    def deliveries(self, run_id: str) -> Sequence[Delivery]:
        """Return the run's files that reached their endpoint, in any order."""
        columns = (delivery.c[each.name] for each in fields(Delivery))
        query = select(*columns).where(
            delivery.c.institution == self._institution,
            delivery.c.run_id == run_id,
        )
        return [Delivery(*row) for row in self._connection.execute(query)]
