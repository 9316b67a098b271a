"""The whole service on a directory, with a clock that a test moves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import insert, select

from almandine.app import App
from almandine.engine.catalogue import Catalogue
from almandine.engine.execute import Worker
from almandine.engine.job import Job
from almandine.engine.jobtype import JobType
from almandine.engine.ports import Store
from almandine.engine.run import Event, Origin, Run, Status
from almandine.engine.submit import Submission, Submitted, submit
from almandine.engine.thresholds import Limits
from almandine.env import Env, system_env
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import control_field, data_field
from almandine.records.sets import RecordSet, SetType
from almandine.store.tables import configuration
from almandine.store.tables.institution import institution as institutions
from almandine.store.tables.runs import delivery
from databases.homes import Home

HERE: Final = "01ALM_INST"
ELSEWHERE: Final = "02ALM_INST"
NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
HIDE: Final = "M902"
EXPORT: Final = "M44"
PUBLISH: Final = "M12889770000231"
HIDDEN: Final = (("task_MmsTaggingParams_boolean", "true"),)
_LEADER: Final = "00000nam a2200000 a 4500"


class Clock:
    """The time, as the test says it is."""

    def __init__(self) -> None:
        self.instant = NOON

    def now(self) -> datetime:
        return self.instant

    def move(self, duration: timedelta) -> None:
        self.instant += duration


def env_of(clock: Clock) -> Env:
    return replace(system_env(), now=clock.now, sleep=clock.move)


def add_institutions(home: Home) -> None:
    """Put two institutions into an empty database."""
    database = home.database()
    with database.writing() as connection:
        for number, code in enumerate((HERE, ELSEWHERE), 1):
            row = {
                "code": code,
                "name": code,
                "suffix": f"010{number}",
                "timezone": "Europe/Vienna",
                "currency": "EUR",
            }
            connection.execute(insert(institutions), row)
    database.close()


def bib_of(number: int) -> Bib:
    mms_id = f"99{number:012d}0101"
    title = data_field("245", "10", [("a", f"Title {number}")])
    return Bib(mms_id, from_fields(_LEADER, [control_field("001", mms_id), title]))


class Workshop:
    """What one process of the service has, for one institution."""

    def __init__(
        self,
        home: Home,
        *,
        institution: str = HERE,
        clock: Clock | None = None,
        artifact_retention: timedelta = timedelta(days=30),
        chosen: Mapping[str, Any] | None = None,
    ) -> None:
        self.home = home
        self.directory = home.directory
        self.institution = institution
        self.clock = clock or Clock()
        self.app = App(
            msgspec.structs.replace(
                home.settings,
                artifact_retention=artifact_retention,
                **(chosen or {}),
            ),
            env_of(self.clock),
        )
        self.catalogue = self.app.catalogue
        self.worker = self.app.worker_of(institution)

    def close(self) -> None:
        self.app.close()

    @property
    def store(self) -> Store:
        return self.app.store_of(self.institution)

    def know(self, *job_types: JobType[Any]) -> None:
        """Add job types to those that can be submitted and carried out."""
        known = {**self.worker.job_types, **{each.name: each for each in job_types}}
        self.catalogue = Catalogue(known)
        self.worker = replace(self.worker, job_types=known)

    def at_bench(
        self,
        *,
        store: Store | None = None,
        chunk_size: int = 10,
        range_size: int = 30,
    ) -> Worker:
        """Return the worker with another store, or other sizes."""
        bench = replace(
            self.worker.bench, store=store or self.store, chunk_size=chunk_size
        )
        return replace(self.worker, bench=bench, range_size=range_size)

    def add_bibs(self, count: int) -> list[Bib]:
        bibs = [bib_of(number) for number in range(1, count + 1)]
        with self.store.write() as tx:
            tx.records.write(Kind.BIB, bibs)
        return bibs

    def add_set(
        self,
        members: Sequence[str] = (),
        *,
        set_id: str = "s1",
        content: str = "BIB_MMS",
    ) -> str:
        new = RecordSet(
            set_id=set_id,
            name=f"Set {set_id}",
            content=content,
            type=SetType.ITEMIZED,
            created_by="exl_api",
            created_at=NOON,
            modified_at=NOON,
        )
        with self.store.write() as tx:
            tx.sets.add(new)
            tx.sets.add_members(set_id, members)
        return set_id

    def set_of_bibs(self, count: int) -> str:
        return self.add_set([each.mms_id for each in self.add_bibs(count)])

    def add_job(self, job: Job) -> None:
        """Configure a job."""
        pairs = ",".join(f'["{name}", "{value}"]' for name, value in job.settings)
        names = [column.name for column in configuration.job.c]
        row = {name: getattr(job, name) for name in names if hasattr(job, name)}
        row |= {"institution": self.institution, "settings": f"[{pairs}]"}
        with self.app.database.writing() as connection:
            connection.execute(insert(configuration.job), row)

    def set_job_settings(self, job_id: str, **settings: str) -> None:
        """Give a configured job other settings."""
        job = configuration.job
        changed = job.update().where(job.c.job_id == job_id)
        pairs = json.dumps([[name, value] for name, value in settings.items()])
        with self.app.database.writing() as connection:
            connection.execute(changed.values(settings=pairs))

    def add_endpoint(self, endpoint_id: str, path: str) -> None:
        row = {
            "institution": self.institution,
            "endpoint_id": endpoint_id,
            "kind": "directory",
            "path": path,
        }
        with self.app.database.writing() as connection:
            connection.execute(insert(configuration.endpoint), row)

    def submit(
        self,
        job_id: str,
        set_id: str = "",
        parameters: Sequence[tuple[str, str]] = (),
        *,
        origin: Origin = Origin.API,
        limits: Limits | None = None,
    ) -> Run:
        """Submit a job and return its run."""
        given = [*parameters, *([("set_id", set_id)] if set_id else [])]
        asked = Submission(
            job_id=job_id,
            op="run",
            read_parameters=lambda: given,
            origin=origin,
            submitted_by="demo",
        )
        return self.send(asked, limits=limits).run

    def send(self, asked: Submission, *, limits: Limits | None = None) -> Submitted:
        return submit(
            asked,
            store=self.store,
            catalogue=self.catalogue,
            limits=limits or Limits(),
        )

    def run_of(self, run_id: str) -> Run:
        with self.store.read() as tx:
            found = tx.runs.find(run_id)
        assert found is not None
        return found

    def status_of(self, run_id: str) -> Status:
        return self.run_of(run_id).status

    def events_of(self, run_id: str) -> Sequence[Event]:
        with self.store.read() as tx:
            return tx.events.page(run_id, outcome=None, limit=100_000, offset=0)[0]

    def bibs(self, ids: Sequence[str]) -> Sequence[Bib]:
        with self.store.read() as tx:
            return tx.records.read(Kind.BIB, ids)

    def files_of(self, run_id: str) -> Mapping[str, bytes]:
        """Return every file that the run left, hidden ones and parts included."""
        root = self.app.workspace_of(self.institution).path(run_id, "")
        found = (file for file in root.rglob("*") if file.is_file())
        return {str(file.relative_to(root)): file.read_bytes() for file in found}

    def deliveries(self) -> list[tuple[str, str]]:
        """Return run and path of all that was delivered."""
        query = select(delivery.c.run_id, delivery.c.path).order_by(delivery.c.run_id)
        with self.app.database.reading() as connection:
            return [(row.run_id, row.path) for row in connection.execute(query)]
