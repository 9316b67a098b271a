"""The end of an export: files, then their delivery, then what it changes.

Deliver, then commit: records change state in the transaction that ends the run, and
only after each file has its final name at the endpoint and is in the ledger. If this
is cut short anywhere, doing it again makes the same files under the same names, and
sends those that the ledger does not have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from almandine.engine.delivering import Patience, Shipping
from almandine.engine.jobtype import Destination, ExportJob, Layout, Sent
from almandine.engine.ports import (
    Artifact,
    Courier,
    Range,
    Tx,
)
from almandine.engine.report import Made, Report, report
from almandine.engine.run import WHOLE_RUN, Event, Run
from almandine.engine.work import Bench, chunks
from almandine.env import Env


@dataclass(frozen=True, slots=True)
class Shipment:
    """The files of a run, and what became of them."""

    artifacts: Sequence[Artifact]
    error: str = ""


class Product(Protocol):
    """What a run has made, about to become files."""

    @property
    def run(self) -> Run:
        """Return the run, which has dealt with all its members."""
        ...

    @property
    def now(self) -> datetime:
        """Return when the files are delivered (UTC)."""
        ...

    @property
    def destination(self) -> Destination | None:
        """Return where the files go; None keeps them here."""
        ...

    def assemble(self) -> Sequence[Artifact]:
        """Make the files; the same ones when it is done again."""
        ...

    def remember(self) -> None:
        """Store what may be stored piece by piece, once the files are delivered.

        Cut short, it is done again with the rest.
        """
        ...

    def settle(self, tx: Tx) -> None:
        """Store what the delivery changes, in the transaction that ends the run."""
        ...

    def report(self, shipment: Shipment) -> Report:
        """Return what the run says of itself."""
        ...


@dataclass(frozen=True, slots=True)
class Export:
    """An export that has written all its parts."""

    run: Run
    job_type: ExportJob[Any, Any]
    params: Any
    spans: Sequence[Range]
    now: datetime
    bench: Bench

    @property
    def layout(self) -> Layout:
        """Return how the files look."""
        return self.job_type.layout(self.params)

    @property
    def stem(self) -> str:
        """Return what the names of the files have in common."""
        return f"{self.layout.stem}_{self.run.run_id}"

    @property
    def destination(self) -> Destination | None:
        """Return where the files go; None keeps them here."""
        return self.job_type.destination(self.params)

    def files(self) -> Iterator[tuple[str, Sequence[Range]]]:
        """Yield each file's name with the ranges whose parts it is made of."""
        layout = self.layout
        each = [[span] for span in self.spans] if layout.per_file else [self.spans]
        for number, spans in enumerate(each, 1):
            ordinal = f"_{number}" if layout.numbered else ""
            yield f"{self.stem}{ordinal}.{layout.extension}", spans

    def assemble(self) -> Sequence[Artifact]:
        """Make the files of the parts."""
        layout = self.layout
        artifacts: list[Artifact] = []
        for name, spans in self.files():
            size, sha256 = self.bench.workspace.assemble(
                self.run.run_id,
                name,
                header=layout.header,
                parts=[span.part for span in spans],
                footer=layout.footer,
            )
            records = sum(span.tally.changed for span in spans)
            artifacts.append(Artifact(name, size, sha256, records))
        return artifacts

    def remember(self) -> None:
        """Nothing: what a delivery changes is stored with it, or not at all."""

    def settle(self, tx: Tx) -> None:
        """Store what the delivery changes in the records that were sent."""
        settle = self.job_type.settle
        if settle is None:
            return
        run_id, kind = self.run.run_id, self.job_type.kind
        failed = set(tx.events.failed_ids(run_id))
        sent = Sent(run_id, self.now)
        for span in self.spans:
            members = tx.ranges.members(run_id, span.range_no)
            delivered = [member for member in members if member not in failed]
            for chunk in chunks(delivered, self.bench.chunk_size):
                records = tx.records.read(kind, chunk)
                tx.records.write(kind, [settle(record, sent) for record in records])

    def report(self, shipment: Shipment) -> Report:
        """Return what the run says of itself."""
        made = Made(self.stem, len(shipment.artifacts), shipment.error)
        return report(self.job_type, self.run, made)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Makes files of what a run has made, and sends them where they belong."""

    bench: Bench
    courier: Courier
    env: Env
    patience: Patience
    retention: timedelta
    """How long artifacts are kept."""

    def finish(self, product: Product) -> Run:
        """Make and deliver the files; end the run in one durable transaction.

        Raises:
            Stopped, Leaving, Fenced: between two tries of a delivery.
        """
        artifacts = product.assemble()
        shipment = self._delivered(product, artifacts)
        if not shipment.error:
            product.remember()
        with self.bench.store.write(durable=True) as tx:
            self._record(product, shipment, tx)
            if not shipment.error:
                product.settle(tx)
            run = tx.runs.save(_ended(product, shipment, tx.now()))
            tx.ranges.drop(run.run_id)
        self.bench.workspace.drop_parts(run.run_id)
        return run

    def _delivered(self, product: Product, artifacts: Sequence[Artifact]) -> Shipment:
        """Send the files off, if they are to be sent anywhere."""
        to = product.destination
        if to is None:
            return Shipment(artifacts)
        shipping = Shipping(
            self.bench, self.courier, self.env, self.patience, product.run
        )
        return Shipment(artifacts, shipping.send(artifacts, to))

    def _record(self, product: Product, shipment: Shipment, tx: Tx) -> None:
        run_id, expires_at = product.run.run_id, product.now + self.retention
        for artifact in shipment.artifacts:
            tx.artifacts.add(run_id, artifact, expires_at=expires_at)
        if shipment.error:
            note = Event("", "note", shipment.error)
            tx.events.add(run_id, WHOLE_RUN, [note])


def _ended(product: Product, shipment: Shipment, now: datetime) -> Run:
    end = product.report(shipment)
    ended = product.run.moved(end.status, now)
    return replace(ended, alert=end.alert, counters=end.counters)
