"""The end of an import: its report as files, and the run in its last status."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final, TypeVar

from almandine.engine.imports.line import ImportFile, Line, Told
from almandine.engine.imports.report import Counts, counters, import_report
from almandine.engine.jobtype import ImportJob
from almandine.engine.ports import Artifact, Tx
from almandine.engine.ports.imports import LineKey
from almandine.engine.report import Report
from almandine.engine.run import Counter, Run
from almandine.engine.work import Bench
from almandine.records.importing.action import Action

L = TypeVar("L", Line, Told)
_Reading = Callable[[Tx, LineKey], Sequence[L]]
"""From a transaction and the last line that was seen to those that follow."""

PAGE: Final = 5_000
"""Lines read at once."""

HEADER: Final = (
    "file",
    "position",
    "001",
    "match_key",
    "matched_mms_ids",
    "action",
    "mms_id",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An import that has dealt with all its records, or was broken off."""

    run: Run
    job_type: ImportJob[Any, Any]
    params: Any
    bench: Bench
    retention: timedelta
    """How long artifacts are kept."""
    early: Report | None = None
    """How it ends where it was broken off: its files do not count as handled then."""

    def conclude(self, now: datetime) -> Run:
        """Write the files of the report, and end the run in one durable transaction.

        Cut short anywhere, doing it again makes the same files under the same names.
        """
        run_id, store = self.run.run_id, self.bench.store
        with store.read() as tx:
            files = tx.imports.files(run_id)
            counts = tx.imports.counts(run_id)
        artifacts = [self._report(files, counts), *self._rejected(files, counts)]
        end = self._end(files, counts)
        ended = self.run.moved(end.status, now)
        with store.write(durable=True) as tx:
            for artifact in artifacts:
                tx.artifacts.add(run_id, artifact, expires_at=now + self.retention)
            if self.early is None:
                tx.imports.settle(run_id)
            run = tx.runs.save(replace(ended, alert=end.alert, counters=end.counters))
            tx.ranges.drop(run_id)
        self.bench.workspace.drop_parts(run_id)
        return run

    def _end(self, files: Sequence[ImportFile], counts: Counts) -> Report:
        if self.early is not None:
            return replace(self.early, counters=counters(files, counts))
        skips = self.job_type.skips_unresolved(self.params)
        return import_report(files, counts, skips=skips)

    def _report(self, files: Sequence[ImportFile], counts: Counts) -> Artifact:
        """Write a row for each record."""
        titles = {file.number: file.title for file in files}
        write = self.job_type.intake.report
        pages = (
            write([(titles.get(file, ""), str(at), *rest) for file, at, *rest in page])
            for page in self._pages(self._told)
        )
        made = self._file("report.csv", chain([write([HEADER])], pages))
        return replace(made, records=sum(counts.by_action.values()))

    def _rejected(
        self, files: Sequence[ImportFile], counts: Counts
    ) -> Iterator[Artifact]:
        """Write the rejected records as they came, a file a format."""
        if not counts.of(Action.REJECTED):
            return
        intake = self.job_type.intake
        for form in sorted({file.format for file in files if file.format}):
            numbers = {file.number for file in files if file.format == form}
            name = f"rejected.{intake.extension(form)}"
            made = self._file(name, intake.rejected(form, self._set_aside(numbers)))
            records = sum(1 for _ in self._set_aside(numbers))
            if records:
                yield replace(made, records=records)

    def _set_aside(self, numbers: Container[int]) -> Iterator[bytes]:
        """Yield the rejected records of these files, as they came."""
        for page in self._pages(self._rejected_lines):
            yield from (line.marc for line in page if line.file in numbers)

    def _told(self, tx: Tx, after: LineKey) -> Sequence[Told]:
        return tx.imports.told(self.run.run_id, after=after, limit=PAGE)

    def _rejected_lines(self, tx: Tx, after: LineKey) -> Sequence[Line]:
        return tx.imports.lines(
            self.run.run_id, actions=[Action.REJECTED], after=after, limit=PAGE
        )

    def _pages(self, read: _Reading[L]) -> Iterator[Sequence[L]]:
        """Yield lines as they are read, each page in a transaction of its own."""
        after = (0, 0)
        while True:
            with self.bench.store.read() as tx:
                page = read(tx, after)
            if not page:
                return
            yield page
            file, position, *_ = page[-1]
            after = file, position

    def _file(self, name: str, pieces: Iterator[bytes]) -> Artifact:
        run_id, workspace = self.run.run_id, self.bench.workspace
        part = f"{name}-{self.run.attempt}"
        with workspace.open_part(run_id, part) as file:
            for piece in pieces:
                file.write(piece)
        whole = f"import_{run_id}_{name}"
        size, sha256 = workspace.assemble(
            run_id, whole, header=b"", parts=[part], footer=b""
        )
        return Artifact(whole, size, sha256, records=0)


def counted(run_id: str, tx: Tx) -> tuple[Counter, ...]:
    """Return the counters of what an import has done by now; none for nothing."""
    if not tx.imports.has_lines(run_id):
        return ()
    return counters(tx.imports.files(run_id), tx.imports.counts(run_id))
