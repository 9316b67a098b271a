"""Processes that start what is due, each of which dies at some step, one day or other.

`python -m store.scheduling DIRECTORY URL CLOCK COUNT SEED CARELESS` keeps so many of
them alive: forked, for to start one anew takes long. A step is a statement that writes,
or a commit of such ones, that is about to be sent. The file CLOCK says what time it is;
when it says nothing any more, all end, and the number of those that died is printed.

Careless ones look whether something is done, and then do it: as if both were not one
transaction.
"""

import os
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, Final, NoReturn

import structlog
from sqlalchemy import event

from almandine.app import App
from almandine.engine.ports import Fire, Fires, Store, Tx
from almandine.env import system_env
from almandine.settings import Settings
from store.schedulers import JOB_ID

LATEST_DEATH: Final = 16
"""Steps; to start a run takes about eight."""
WRITES: Final = ("INSERT", "UPDATE")
PAUSE: Final = 0.002


@dataclass(frozen=True)
class Careless:
    """A store in whose transactions the next time is what it was before them."""

    store: Store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of the store
        return getattr(self.store, name)

    @contextmanager
    def submission(self) -> Generator[Tx]:
        with self.store.read() as tx:
            before = tx.fires.find(JOB_ID)
        with self.store.submission() as tx:
            tx.fires = Remembered(tx.fires, before)
            yield tx


@dataclass(frozen=True)
class Remembered:
    """Next times as they were when somebody looked."""

    fires: Fires
    before: Fire | None

    def find(self, job_id: str) -> Fire | None:
        assert job_id == JOB_ID
        return self.before

    def put(self, fire: Fire) -> None:
        self.fires.put(fire)

    def drop(self, job_id: str) -> None:
        self.fires.drop(job_id)


@dataclass(frozen=True)
class Clock:
    """A file that says what time it is."""

    file: Path

    def now(self) -> datetime:
        """Return the time; whoever asks when it is over ends here and now."""
        if said := self._said():
            return datetime.fromisoformat(said)
        os._exit(0)

    def is_over(self) -> bool:
        return not self._said()

    def show(self, at: datetime | None) -> None:
        """Show a time, or that it is over."""
        new = self.file.with_suffix(".new")
        new.write_text(at.isoformat() if at else "", encoding="utf-8")
        new.replace(self.file)

    def _said(self) -> str:
        return self.file.read_text(encoding="utf-8")


def _schedule(
    settings: Settings, clock: Clock, fatal: int, *, careless: bool
) -> NoReturn:
    """Start what is due, over and over, up to the fatal step or the end."""
    app = App(settings, replace(system_env(), now=clock.now))
    _die_at(fatal, app)
    if careless:
        careful = app.store_of

        def store_of(code: str) -> Careless:
            return Careless(careful(code))

        app.store_of = store_of  # pyright: ignore[reportAttributeAccessIssue] - in part
    while True:
        app.start_due()
        time.sleep(PAUSE)


def _die_at(fatal: int, app: App) -> None:
    numbers, has_written = count(1), [False]

    def step() -> None:
        if next(numbers) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_statement(_c: object, _s: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(WRITES):
            has_written[0] = True
            step()

    def on_commit(_connection: object) -> None:
        if has_written[0]:
            has_written[0] = False
            step()

    event.listen(app.database.engine, "before_cursor_execute", on_statement)
    event.listen(app.database.engine, "commit", on_commit)


def main(words: list[str]) -> None:
    """Keep them alive until the clock says nothing."""
    directory, url, file, number, seed, careless = words
    settings = Settings(data=Path(directory), database_url=url)
    clock, chance = Clock(Path(file)), Random(int(seed))  # noqa: S311 - to be repeated
    alive, deaths = 0, 0
    while True:
        while alive < int(number) and not clock.is_over():
            fatal = chance.randint(1, LATEST_DEATH)
            if not os.fork():
                _schedule(settings, clock, fatal, careless=careless == "careless")
            alive += 1
        if not alive:
            break
        _, status = os.wait()
        alive -= 1
        deaths += os.WIFSIGNALED(status)
    print(deaths)  # noqa: T201 - the answer


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    main(sys.argv[1:])
