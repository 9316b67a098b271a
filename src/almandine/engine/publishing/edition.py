"""The end of a publishing run: files of its drafts, and what is remembered of them."""

from collections import Counter as Count
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo

from almandine.engine.export import Shipment
from almandine.engine.jobtype import Destination
from almandine.engine.ports import Artifact, Member, Range, Tx
from almandine.engine.publishing.compare import Act
from almandine.engine.publishing.cuts import Slice, cut
from almandine.engine.publishing.drafts import DELETE, NEW, Drafts
from almandine.engine.publishing.jobtype import PublishJob
from almandine.engine.publishing.naming import Name, Naming
from almandine.engine.report import DELIVERY_FAILED, Report, ending
from almandine.engine.run import Counter, Run
from almandine.engine.work import Bench

COUNTED: Final = (
    ("label.new.records", "New Records", Act.NEW),
    ("label.updated.records", "Updated Records", Act.UPDATED),
    ("label.deleted.records", "Deleted Records", Act.DELETED),
    (
        "c.jobs.publishing.failed.publishing",
        "Unpublished failed records",
        Act.FAILED,
    ),
    (
        "c.jobs.publishing.skipped",
        "Skipped records (update date changed but no data change)",
        Act.SKIPPED,
    ),
    (
        "c.jobs.publishing.filtered_out",
        "Filtered records (not published due to filter)",
        Act.FILTERED,
    ),
)
"""Code and label of each counter, by which clients know it."""
_WRITTEN: Final = (
    "c.jobs.publishing.totalRecordsWrittenToFile",
    "Total records written to file",
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a publishing run is about to deliver."""

    run: Run
    job_type: PublishJob[Any]
    params: Any
    spans: Sequence[Range]
    now: datetime
    timezone: str
    """Of the institution, whose clock the file names show."""
    bench: Bench

    @property
    def destination(self) -> Destination | None:
        """Return where the files go; None keeps them here."""
        return self.job_type.destination(self.params)

    def assemble(self) -> Sequence[Artifact]:
        """Make the files of new and changed records, and those of deleted ones."""
        return [*self._files(NEW), *self._files(DELETE)]

    def remember(self) -> None:
        """Store what is out there now, in many transactions: others write meanwhile.

        Cut short, the run delivers the same files again and goes through all of it.
        """
        settled: str | None = ""
        while settled is not None:
            with self.bench.store.write() as tx:
                # An overtaken worker must not store what is out of date by now.
                tx.runs.save(self.run)
                settled = tx.issues.settle(self.run, self.now, after=settled)

    def settle(self, tx: Tx) -> None:
        """Let the next run begin where this one did, and try again what failed."""
        frames = (frame for drafts in self._drafts() for frame in drafts.frames())
        failed = [mms_id for frame in frames for mms_id in frame.failed]
        tx.publications.conclude(self.run, failed)

    def report(self, shipment: Shipment) -> Report:
        """Return what the run says of itself."""
        counts = self._counts()
        written = counts[Act.NEW] + counts[Act.UPDATED] + counts[Act.DELETED]
        counters = [
            Counter(code, label, str(counts[act])) for code, label, act in COUNTED
        ]
        counters.append(Counter(*_WRITTEN, str(written)))
        if shipment.error:
            counters.append(DELIVERY_FAILED)
        return ending(self.run, tuple(counters), shipment.error)

    def _files(self, which: str) -> Iterator[Artifact]:
        per_file = self.job_type.layout(self.params).per_file
        files = cut(self._drafts(), which, per_file)
        for name, slices in zip(self._naming().names(which), files, strict=False):
            yield self._file(name, which, slices)

    def _file(self, name: Name, which: str, slices: Sequence[Slice]) -> Artifact:
        layout = self.job_type.layout(self.params)
        size = sum(each.size for each in slices)
        whole = len(layout.header) + size + len(layout.footer)
        records = (
            block
            for each in slices
            for block in each.drafts.blocks(which, each.start, each.size)
        )
        packed, sha256 = self.bench.workspace.pack(
            self.run.run_id,
            name.file,
            layout.packing,
            Member(name.member, whole, self.run.submitted_at),
            chain([layout.header], records, [layout.footer]),
        )
        count = sum(each.records for each in slices)
        return Artifact(name.file, packed, sha256, count)

    def _naming(self) -> Naming:
        at = self.run.submitted_at.astimezone(ZoneInfo(self.timezone))
        return Naming(self.job_type.layout(self.params), self.run.run_id, at)

    def _drafts(self) -> Iterator[Drafts]:
        for span in self.spans:
            yield Drafts(self.bench.workspace, self.run.run_id, span.part)

    def _counts(self) -> Count[Act]:
        counts = Count[Act]()
        for drafts in self._drafts():
            for frame in drafts.frames():
                counts.update(frame.counts)
        return counts
