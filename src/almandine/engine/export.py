"""The end of an export: files, then their delivery, then what it changes.

Deliver, then commit: records change state in the transaction that records the
delivery, and only after the file has its final name at the endpoint. If this
is cut short anywhere, doing it again makes the same files under the same names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from almandine.engine.jobtype import Destination, ExportJob, Layout, Sent
from almandine.engine.ports import (
    Artifact,
    Courier,
    Delivery,
    DeliveryFailed,
    Range,
    Tx,
)
from almandine.engine.report import Made, report
from almandine.engine.run import Run
from almandine.engine.work import Bench, chunks


@dataclass(frozen=True, slots=True)
class Shipment:
    """The files of a run, and what became of them."""

    artifacts: Sequence[Artifact]
    deliveries: Sequence[Delivery] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """An export that has written all its parts."""

    run: Run
    job_type: ExportJob[Any, Any]
    params: Any
    spans: Sequence[Range]
    now: datetime
    """When the files are delivered (UTC)."""

    @property
    def layout(self) -> Layout:
        """Return how the files look."""
        return self.job_type.layout(self.params)

    @property
    def stem(self) -> str:
        """Return what the names of the files have in common."""
        return f"{self.layout.stem}_{self.run.run_id}"

    def files(self) -> Iterator[tuple[str, Sequence[Range]]]:
        """Yield each file's name with the ranges whose parts it is made of."""
        layout = self.layout
        each = [[span] for span in self.spans] if layout.per_file else [self.spans]
        for number, spans in enumerate(each, 1):
            ordinal = f"_{number}" if layout.numbered else ""
            yield f"{self.stem}{ordinal}.{layout.extension}", spans


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Makes files of parts, and sends them where they belong."""

    bench: Bench
    courier: Courier
    retention: timedelta
    """How long artifacts are kept."""

    def finish(self, export: Export) -> Run:
        """Make and deliver the files; end the run in one durable transaction."""
        shipment = self._delivered(export, self._assembled(export))
        with self.bench.store.write(durable=True) as tx:
            self._record(export, shipment, tx)
            if not shipment.error:
                self._settle(export, tx)
            run = tx.runs.save(_ended(export, shipment))
            tx.ranges.drop(run.run_id)
        self.bench.workspace.drop_parts(run.run_id)
        return run

    def _assembled(self, export: Export) -> Shipment:
        layout = export.layout
        artifacts: list[Artifact] = []
        for name, spans in export.files():
            size, sha256 = self.bench.workspace.assemble(
                export.run.run_id,
                name,
                header=layout.header,
                parts=[span.part for span in spans],
                footer=layout.footer,
            )
            records = sum(span.tally.changed for span in spans)
            artifacts.append(Artifact(name, size, sha256, records))
        return Shipment(artifacts)

    def _delivered(self, export: Export, shipment: Shipment) -> Shipment:
        """Send the files off, if they are to be sent anywhere."""
        to = export.job_type.destination(export.params)
        if to is None:
            return shipment
        # A worker that was overtaken must not send what its successor has sent.
        with self.bench.store.write() as tx:
            tx.runs.save(export.run)
        deliveries: list[Delivery] = []
        for artifact in shipment.artifacts:
            try:
                deliveries.append(self._deliver(export, artifact, to))
            except DeliveryFailed as failure:
                return Shipment(shipment.artifacts, deliveries, str(failure))
        return Shipment(shipment.artifacts, deliveries)

    def _deliver(self, export: Export, artifact: Artifact, to: Destination) -> Delivery:
        source = self.bench.workspace.path(export.run.run_id, artifact.name)
        path = self.courier.deliver(
            source, endpoint=to.endpoint, directory=to.directory
        )
        return Delivery(artifact.name, to.endpoint, path, artifact.sha256, export.now)

    def _record(self, export: Export, shipment: Shipment, tx: Tx) -> None:
        run_id, expires_at = export.run.run_id, export.now + self.retention
        for artifact in shipment.artifacts:
            tx.artifacts.add(run_id, artifact, expires_at=expires_at)
        for delivery in shipment.deliveries:
            tx.artifacts.add_delivery(run_id, delivery)

    def _settle(self, export: Export, tx: Tx) -> None:
        """Store what the delivery changes in the records that were sent."""
        settle = export.job_type.settle
        if settle is None:
            return
        run_id, kind = export.run.run_id, export.job_type.kind
        failed = set(tx.events.failed_ids(run_id))
        sent = Sent(run_id, export.now)
        for span in export.spans:
            members = tx.ranges.members(run_id, span.range_no)
            delivered = [member for member in members if member not in failed]
            for chunk in chunks(delivered, self.bench.chunk_size):
                records = tx.records.read(kind, chunk)
                tx.records.write(kind, [settle(record, sent) for record in records])


def _ended(export: Export, shipment: Shipment) -> Run:
    made = Made(export.stem, len(shipment.artifacts), shipment.error)
    end = report(export.job_type, export.run, made)
    ended = export.run.moved(end.status, export.now)
    return replace(ended, alert=end.alert, counters=end.counters)
