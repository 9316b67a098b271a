"""An institution with an import profile, and files for it."""

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select

from almandine.engine.abort import abort
from almandine.engine.imports.line import Line
from almandine.engine.imports.resolve import Resumption, choose, resume
from almandine.engine.job import Job
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Origin, Run, Status
from almandine.engine.thresholds import Limits
from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from almandine.records.kind import Kind
from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import control_field, data_field
from almandine.store.tables.records import bib
from store.workshop import HERE, Workshop

IMPORT: Final = "S65"
OTHER_IMPORT: Final = "S66"
"""A second profile, that imports at the same time."""
_LEADER: Final = "00000nam a2200000 a 4500"


def vendor_record(number: int, title: str = "", *, oclc: int | None = None) -> bytes:
    """Return a record as a vendor sends it, with an OCLC number."""
    fields = [
        control_field("001", f"v{number}"),
        control_field("003", "VENDOR"),
        data_field("035", "  ", [("a", f"(OCoLC){oclc or number}")]),
        data_field("245", "10", [("a", title or f"Title {number}")]),
    ]
    return from_fields(_LEADER, fields)


def vendor_records(numbers: Sequence[int], title: str = "") -> bytes:
    return b"".join(vendor_record(number, title) for number in numbers)


def add_profile(workshop: Workshop, job_id: str = IMPORT, **settings: str) -> Path:
    """Configure an import profile; return the directory that it takes files from."""
    name = f"vendor-{job_id}"
    pairs = {"endpoint": name, **settings}
    job = Job(
        job_id=job_id,
        job_type="metadata_import",
        name="Metadata Import",
        description="",
        category="IMPORT",
        profile_id=f"profile-{job_id}",
        settings=tuple(pairs.items()),
    )
    workshop.add_job(job)
    workshop.add_endpoint(name, name)
    directory = workshop.directory / name
    directory.mkdir()
    return directory


def put(directory: Path, name: str, content: bytes, *, at: int = 1_000_000) -> None:
    """Put a file where the profile looks, last modified at a time (Unix seconds)."""
    file = directory / name
    file.write_bytes(content)
    os.utime(file, (at, at))


def import_now(
    workshop: Workshop, job_id: str = IMPORT, *, chunk_size: int = 10
) -> Run:
    """Run the import to its end."""
    run = workshop.submit(job_id)
    workshop.at_bench(chunk_size=chunk_size).execute(run.run_id)
    notes = [e.message for e in workshop.events_of(run.run_id) if e.outcome == "note"]
    assert not notes, notes
    return workshop.run_of(run.run_id)


def left_unresolved(workshop: Workshop, *, several: int, **settings: str) -> Run:
    """Return a run some of whose records match two records each."""
    numbers = range(1, several + 1)
    with workshop.store.write() as tx:
        ids = tx.ids.next("bib", 2 * several)
        twice = [vendor_record(number, "Old") for number in [*numbers, *numbers]]
        old = [Bib(*one) for one in zip(ids, twice, strict=True)]
        tx.records.write(Kind.BIB, old)
    put(
        add_profile(workshop, **settings), "several.mrc", vendor_records(numbers, "New")
    )
    return import_now(workshop)


def decide(workshop: Workshop, run: Run, choice: Choice) -> None:
    """Decide the same on all records that a run left unresolved."""
    with workshop.store.write(durable=True) as tx:
        for line in tx.imports.lines(
            run.run_id, actions=[Action.UNRESOLVED], limit=1_000
        ):
            choose(run.run_id, line.key_in_run, choice, tx)


def resumed_now(workshop: Workshop, former: Run, *, store: Store | None = None) -> Run:
    """Carry out what was decided on the records of a run."""
    resumption = Resumption(run_id=former.run_id, origin=Origin.UI, submitted_by="emma")
    run = resume(
        resumption,
        store=workshop.store,
        catalogue=workshop.catalogue,
        limits=Limits(),
    ).run
    workshop.at_bench(store=store).execute(run.run_id)
    return workshop.run_of(run.run_id)


def stop(workshop: Workshop, run: Run) -> None:
    """Ask for the end of a run."""
    with workshop.store.write(durable=True) as tx:
        abort(run.run_id, tx=tx, now=workshop.clock.now())


def counters(run: Run) -> Mapping[str, str]:
    """Return the values that are not 0, by the end of their codes."""
    return {
        each.code.removeprefix("almandine.import."): each.value
        for each in run.counters
        if each.value != "0"
    }


def lines(workshop: Workshop, run: Run, *actions: Action) -> Sequence[Line]:
    with workshop.store.read() as tx:
        return tx.imports.lines(run.run_id, actions=actions, limit=1_000_000)


def all_bibs(workshop: Workshop) -> Sequence[Bib]:
    query = select(bib.c.mms_id).where(bib.c.institution == HERE)
    with workshop.app.database.reading() as connection:
        ids = connection.execute(query.order_by(bib.c.mms_id)).scalars().all()
    with workshop.store.read() as tx:
        return tx.records.read(Kind.BIB, ids)


@dataclass
class Interrupted:
    """A store that lets something else happen before or within the first chunk.

    Before its first write, that is, and at the end of the one that stores it.
    """

    store: Store
    before: Callable[[], object] = lambda: None
    within: Callable[[], object] = lambda: None
    done: bool = field(default=False)
    _is_stored: bool = field(default=False)

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        if not durable and not self.done and self._has_ranges():
            self.done = True
            self.before()
        with self.store.write(durable=durable) as tx:
            yield tx
            if self.done and not self._is_stored and _has_lines(tx):
                self._is_stored = True
                self.within()

    def _has_ranges(self) -> bool:
        """Tell whether the run is past its beginning, so that writes are chunks."""
        with self.store.read() as tx:
            running = [tx.runs.find(each) for each in tx.runs.unfinished()]
        return any(run and run.status is Status.RUNNING for run in running)


def _has_lines(tx: Tx) -> bool:
    """Tell whether a chunk of the run is stored, here or before."""
    return any(map(tx.imports.has_lines, tx.runs.unfinished()))
