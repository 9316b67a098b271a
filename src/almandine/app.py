"""The composition root: the only module that knows every layer."""

import os
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from threading import Event
from typing import Final

from sqlalchemy import Connection, Row, Select, select
from structlog import get_logger
from structlog.typing import FilteringBoundLogger

from almandine.delivery.addresses import Reach
from almandine.delivery.collector import EndpointCollector
from almandine.delivery.credentials import unreadable
from almandine.delivery.endpoints import EndpointOffice
from almandine.delivery.uploads import LocalUploads
from almandine.delivery.workspace import LocalWorkspace
from almandine.engine import fires
from almandine.engine.apply import Parts, Report, apply, read_plan
from almandine.engine.catalogue import Catalogue
from almandine.engine.delivering import Patience
from almandine.engine.endpoint import DirectoryEndpoint, Endpoint
from almandine.engine.execute import Worker
from almandine.engine.imports.intake import UPLOADS
from almandine.engine.prune import forget_lines, forget_uploads, prune
from almandine.engine.rescue import rescue
from almandine.engine.work import Bench
from almandine.env import Env, system_env
from almandine.http.services import Services
from almandine.jobtypes import discover
from almandine.runners import dispatch
from almandine.runners.worker import (
    RESCUE_EVERY,
    START_EVERY,
    TIDY_EVERY,
    Chore,
    WorkerProcess,
    find_the_forgotten,
)
from almandine.settings import Settings
from almandine.store.access import SqlKeys, SqlUsage, read_pepper
from almandine.store.database import Database
from almandine.store.directories import make_directory
from almandine.store.endpoints import SqlEndpoints
from almandine.store.entries import SqlEntries
from almandine.store.fires import all_due, all_outdated
from almandine.store.ids import SqlIds
from almandine.store.installation import check_directory
from almandine.store.migrations import HEAD, Move
from almandine.store.outages import is_outage
from almandine.store.references import SqlReferences
from almandine.store.runs import all_unfinished
from almandine.store.sets import SqlSets
from almandine.store.tables.institution import institution
from almandine.store.transaction import QueueOf, SqlStore
from almandine.store.vault import Vault
from almandine.store.workers import SqlWorkers

_TIMES_AT_ONCE: Final = 20
_UPLOADS: Final = "uploads"
"""Directory of the data directory."""
_STORES_KEPT: Final = 1_000
_log: Final[FilteringBoundLogger] = get_logger()


class App:
    """The service on one data directory; one for each process."""

    def __init__(self, settings: Settings, env: Env | None = None) -> None:
        self.settings = settings
        self.env = env or system_env()
        # A clock that somebody gave goes before the server's.
        clock = env.now if env else None
        self.database = Database.open(settings.data, settings.database_url, clock)
        self.job_types = discover()
        self.catalogue = Catalogue(self.job_types)
        self._dispatch_engine = dispatch.open_engine(self.database.engine.url)
        self._queue_client = dispatch.open_client(self._dispatch_engine)
        self.leaving = Event()
        """Set when this process is to end at the next opportunity."""
        # Some requests name an institution and have no key: they may name any.
        self.store_of = lru_cache(_STORES_KEPT)(self._store)
        self.worker_of = cache(self._worker)

    def prepare(self) -> None:
        """Make or migrate all tables; every process may do it, at any time.

        Raises:
            WrongDirectory: when the database belongs to another data directory.
        """
        self.make_tables()
        check_directory(self.database, self.settings.data, self.env)

    def make_tables(self, to: str = HEAD) -> Move:
        """Make or migrate all tables, whichever data directory they belong to.

        Args:
            to: The revision of our own; the service works on none but the newest.
        """
        moved = self.database.migrate(to)
        dispatch.prepare(self.database.engine.url, self._queue_client)
        return moved

    def institutions(self) -> list[str]:
        """Return the codes of all institutions, sorted."""
        query = select(institution.c.code).order_by(institution.c.code)
        with self.database.reading() as connection:
            return list(connection.execute(query).scalars())

    def configure(self, text: str) -> Report:
        """Apply a configuration file: all of it or nothing.

        Raises:
            ConfigurationError: with everything that is wrong with it.
        """
        plan = read_plan(text, self.job_types)
        code, data = plan.institution.code, self.settings.data
        with self.database.deciding(code) as connection:
            parts = Parts(
                entries=SqlEntries(connection, code),
                sets=SqlSets(connection, code),
                references=SqlReferences(connection, code),
                ids=SqlIds(connection, code),
                check_directory=lambda path: make_directory(data, path),
                secrets=self._vault(code),
                check_endpoint=unreadable,
                now=self.env.now(),
            )
            report = apply(plan, parts, self.job_types)
        self.plan_schedules()
        return report

    def keys(self) -> SqlKeys:
        """Return the API keys."""
        pepper = read_pepper(self.settings.data, self.env)
        return SqlKeys(self.database, pepper=pepper, env=self.env)

    def services(self) -> Services:
        """Return what the web process needs."""
        return Services(
            env=self.env,
            settings=self.settings,
            keys=self.keys(),
            usage=SqlUsage(self.database),
            store_of=self.store_of,
            catalogue=self.catalogue,
            workspace_of=self.workspace_of,
            endpoints_of=self.endpoints_of,
            uploads_of=self.uploads_of,
            check_database=self.database.check,
            is_outage=is_outage,
        )

    def workspace_of(self, code: str) -> LocalWorkspace:
        """Return where an institution's runs make their files."""
        return LocalWorkspace(self.settings.data / "artifacts", code)

    def uploads_of(self, code: str) -> LocalUploads:
        """Return the files that were sent to an institution's imports."""
        return LocalUploads(self._uploads(code))

    def _uploads(self, code: str) -> Path:
        return self.settings.data / _UPLOADS / code

    def worker_process(self, worker_id: str) -> WorkerProcess:
        """Return what a worker process does."""
        dispatcher = dispatch.Dispatcher(
            self._dispatch_engine, worker_id, self._carry_out
        )
        workers = SqlWorkers(self.database)
        chores = (
            Chore(self.start_due, START_EVERY),
            Chore(self.plan_schedules, RESCUE_EVERY),
            Chore(self.rescue, RESCUE_EVERY),
            Chore(partial(find_the_forgotten, workers, dispatcher), RESCUE_EVERY),
            Chore(self.prune, TIDY_EVERY),
        )
        return WorkerProcess(
            worker_id, workers, dispatcher, self.env, chores, self.leaving
        )

    def rescue(self) -> None:
        """Find workers for runs that nobody stands for."""
        unfinished = self._listed(all_unfinished())
        # Read afterwards: what has ended meanwhile is found to have ended.
        standing = dispatch.dispatched(self._queue_client)
        for code, run_id in unfinished:
            if (code, run_id) not in standing and rescue(run_id, self.store_of(code)):
                _log.warning("run_rescued", institution=code, run=run_id)

    def plan_schedules(self) -> None:
        """Work out when jobs fall due whose schedule is new, or has changed."""
        self._each(
            all_outdated(), lambda code, id_: fires.plan(id_, store=self.store_of(code))
        )

    def start_due(self) -> None:
        """Start what has fallen due; every worker may do it, at any time."""
        with self.database.reading() as connection:
            now = self.database.now(connection)
        self._each(all_due(now), self._start_due_job)

    def _each(self, jobs: Select[str, str], do: Callable[[str, str], object]) -> None:
        """Do something for each job of a list; what goes wrong is its own affair."""
        for code, job_id in self._listed(jobs):
            try:
                do(code, job_id)
            except Exception as error:  # noqa: BLE001 - it is due still, and the next look may go well
                why = repr(error)
                _log.warning("schedule_waits", institution=code, job=job_id, why=why)

    def _listed(self, query: Select[str, str]) -> Sequence[Row[str, str]]:
        with self.database.reading() as connection:
            return connection.execute(query).all()

    def _start_due_job(self, code: str, job_id: str) -> None:
        """Start a job once for each time at which it has fallen due.

        A few times in one look: a worker that does nothing else counts as dead.
        """
        store = self.store_of(code)
        for _ in range(_TIMES_AT_ONCE):
            run = fires.fire(job_id, store=store, catalogue=self.catalogue)
            if run is None:
                return
            facts = {"institution": code, "job": job_id, "run": run.run_id}
            _log.info("schedule_fired", **facts, due=run.due_at, status=run.status)

    def prune(self) -> None:
        """Remove what all institutions keep for a time only, once that is over."""
        for code in self.institutions():
            now = self.env.now()
            prune(self.store_of(code), self.workspace_of(code), now)
            then = now - self.settings.artifact_retention
            forget_lines(self.store_of(code), then)
            forget_uploads(self.uploads_of(code), then)

    def _carry_out(self, code: str, run_id: str, shard: int) -> None:
        self.worker_of(code).execute(run_id, shard)

    def _store(self, code: str) -> SqlStore:
        return SqlStore(self.database, code, self._queue_of(code), self.env)

    def _queue_of(self, code: str) -> QueueOf:
        def bound(connection: Connection) -> dispatch.DbosQueue:
            return dispatch.DbosQueue(self._queue_client, connection, code)

        return bound

    def _worker(self, code: str) -> Worker:
        settings = self.settings
        return Worker(
            bench=Bench(
                self.store_of(code),
                self.workspace_of(code),
                settings.chunk_size,
                self.leaving.is_set,
                EndpointCollector(self.endpoints_of(code)),
            ),
            courier=self.endpoints_of(code),
            job_types=self.job_types,
            env=self.env,
            range_size=settings.range_size,
            retention=settings.artifact_retention,
            patience=Patience(
                settings.delivery_tries,
                settings.delivery_wait,
                settings.delivery_longest_wait,
            ),
        )

    def endpoints_of(self, code: str) -> EndpointOffice:
        """Return where an institution's files go, and where they come from."""
        settings = self.settings
        hosts = frozenset(host.lower() for host in settings.endpoint_hosts)
        return EndpointOffice(
            partial(self._endpoint, code),
            settings.data,
            Reach(settings.endpoint_timeout, hosts),
            self.env,
        )

    def _endpoint(self, code: str, endpoint_id: str) -> Endpoint | None:
        if endpoint_id == UPLOADS:
            return DirectoryEndpoint(id=UPLOADS, path=f"{_UPLOADS}/{code}")
        unseal = self._vault(code).unseal
        with self.database.reading() as connection:
            return SqlEndpoints(connection, code, unseal).find(endpoint_id)

    def _vault(self, code: str) -> Vault:
        return Vault(self.settings.data, code, self.env, os.environ)

    def close(self) -> None:
        """Close all connections."""
        self._dispatch_engine.dispose()
        self.database.close()
