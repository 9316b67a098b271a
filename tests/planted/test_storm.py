"""Runs that a bug accepts beyond the thresholds are counted (R2)."""

from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Final

from almandine.app import App
from almandine.engine.thresholds import Limits
from almandine.env import Env
from almandine.http.server import server
from almandine.store.database import Database
from almandine.store.transaction import QueueOf, SqlStore, SqlTx
from databases.homes import Home
from journeys.clients import Order, send
from journeys.live_server import answering
from journeys.storm import INSTITUTION, api_runs, prepare, violations
from planted.runs import UnlimitedRuns
from planted.stores import plant, with_parts

AT_ONCE: Final = 6
PATIENCE: Final = 30.0
"""Seconds that those who have looked wait for the others."""


class EarlyLooks(SqlStore):
    """Looks at the thresholds before the transaction that decides, and not in it.

    Whoever has looked waits until all the others have too: so it is found each time.
    """

    def __init__(
        self, database: Database, institution: str, queue_of: QueueOf, env: Env
    ) -> None:
        super().__init__(database, institution, queue_of, env)
        unlimited = with_parts(runs=UnlimitedRuns)
        self._unlimited = unlimited(database, institution, queue_of, env)
        self._all_have_looked = Barrier(AT_ONCE, timeout=PATIENCE)

    @contextmanager
    def submission(self) -> Generator[SqlTx]:
        with suppress(BrokenBarrierError):
            self._all_have_looked.wait()
        with self._unlimited.submission() as tx:
            yield tx


def test_thresholds_that_are_read_too_early_are_found(blank_home: Home) -> None:
    with closing(App(blank_home.settings)) as app:
        secret = prepare(app, jobs=1, sets=AT_ONCE, bibs=1)
        plant(app, INSTITUTION, EarlyLooks)
        orders = [Order("M9000", str(7000 + each), secret) for each in range(AT_ONCE)]
        with answering(server(app.services())) as port:
            answers = send(orders, ports=[port], clients=AT_ONCE).answers
        runs = api_runs(app, INSTITUTION)
    assert list(violations(answers, runs, Limits())) == [
        "6 runs were unfinished at once",
        "a job was started 6 times in 1:00:00",
    ]
