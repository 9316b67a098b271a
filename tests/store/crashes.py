"""Processes that die between any two steps, and what must be left in the end."""

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from almandine.engine.jobtype import JobType
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Status
from databases.homes import Home
from store.jobs_for_tests import STAMP_ID, stamping
from store.newsstand import PUBLISH, Newsstand
from store.workshop import EXPORT, Workshop, bib_of

MEMBERS: Final = 65
_BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
_LIMITED: Final = ("task_ExportBibParams_maxSize_string", "30")
_TO_ROBOT: Final = ("task_ExportParams_ftpConfig_string", "robot")


class Crash(BaseException):
    """The process is dead: nothing may catch this."""


@dataclass
class CrashingStore:
    """A store whose process dies at a writing transaction, counted from 0."""

    store: Store
    at: int
    committed: bool
    """Whether that transaction still commits."""
    begun: int = field(default=0)

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        number, self.begun = self.begun, self.begun + 1
        with self.store.write(durable=durable) as tx:
            yield tx
            if number == self.at and not self.committed:
                raise Crash
        if number == self.at and self.committed:
            raise Crash


@dataclass(frozen=True)
class Case:
    """A run to be carried out, prepared once and copied for every trial."""

    home: Home
    run_id: str
    job_types: tuple[JobType[Any], ...] = ()
    chunk_size: int = 10
    range_size: int = 30

    def carry_out(self, site: Workshop, *crashes: tuple[int, bool]) -> Status | None:
        """Carry the run out; each crash ends an attempt, and the next one begins.

        All that an attempt knows is in the store, so that a process in which one
        died is as good for the next as any other.
        """
        for at, committed in crashes:
            with suppress(Crash):
                self._work(site, CrashingStore(site.store, at, committed))
        return self._work(site, site.store)

    def _work(self, site: Workshop, store: Store) -> Status | None:
        site.know(*self.job_types)
        worker = site.at_bench(
            store=store, chunk_size=self.chunk_size, range_size=self.range_size
        )
        return worker.execute(self.run_id)

    def transactions(self, site: Workshop) -> int:
        """Count the writing transactions of a calm run."""
        counting = CrashingStore(site.store, at=-1, committed=True)
        self._work(site, counting)
        return counting.begun

    @contextmanager
    def copied(self, directory: Path) -> Generator[Workshop]:
        """Open a copy of the prepared home."""
        copy = self.home.copied(directory)
        with opened(copy) as site:
            yield site
        copy.removed()


@contextmanager
def opened(home: Home) -> Generator[Workshop]:
    site = Workshop(home)
    yield site
    site.close()


def stamp_case(home: Home) -> Case:
    """Prepare a run of a record job in an institution without records."""
    with opened(home) as site:
        site.know(stamping())
        run = site.submit(STAMP_ID, site.set_of_bibs(MEMBERS))
    return Case(home, run.run_id, (stamping(),))


def export_case(home: Home) -> Case:
    """Prepare an export that delivers three files."""
    with opened(home) as site:
        site.add_endpoint("robot", "robot")
        (home.directory / "robot").mkdir()
        run = site.submit(
            EXPORT, site.set_of_bibs(MEMBERS), [_BINARY, _LIMITED, _TO_ROBOT]
        )
    return Case(home, run.run_id)


def publish_case(home: Home) -> Case:
    """Prepare a publishing run that changes and withdraws what was published."""
    with opened(home) as site:
        site.add_endpoint("robot", "robot")
        stand = Newsstand(site)
        stand.open(endpoint="robot", records_per_file="30", compression="ZIP")
        bibs = site.add_bibs(MEMBERS)
        stand.publish()
        for number, bib in enumerate(bibs):
            stand.edit(bib, f"Changed title {number}")
        stand.put(*(replace(bib, suppressed=True) for bib in bibs[::7]))
        site.clock.move(timedelta(minutes=20))
        run = site.submit(PUBLISH)
    return Case(home, run.run_id, chunk_size=20)


def result_of(site: Workshop, run_id: str) -> Sequence[Any]:
    """Return all that a run leaves behind, but for the number of attempts."""
    with site.store.read() as tx:
        artifacts = tx.artifacts.of(run_id)
        ranges = tx.ranges.of(run_id)
    return (
        replace(site.run_of(run_id), attempt=0, shards=0, carrier=0),
        site.events_of(run_id),
        site.bibs([bib_of(number).mms_id for number in range(1, MEMBERS + 1)]),
        artifacts,
        ranges,
        site.files_of(run_id),
        [(path.name, path.read_bytes()) for path in delivered(site)],
        [run_id for run_id, _ in site.deliveries()],
        site.home.rows(
            "SELECT mms_id, digest, deleted, run_id FROM published ORDER BY mms_id"
        ),
        site.home.rows("SELECT * FROM issue ORDER BY run_id, mms_id"),
        site.home.rows("SELECT seen_until = next_seen_until FROM publication"),
    )


def delivered(site: Workshop) -> list[Path]:
    """Return the files that lie at the endpoint."""
    return sorted((site.directory / "robot").glob("*"))
