"""`almandine worker` with a bug that `PLANTED_BUG` names.

As `journeys.odd_worker`, it has a slow job, and a clock that may be wrong.
"""

import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from almandine import app
from almandine.delivery.workspace import LocalWorkspace
from almandine.engine import execute
from almandine.env import system_env
from almandine.store.database import Database
from journeys import odd_worker
from journeys.worker_processes import Start
from planted.attempts import Impatient
from planted.ranges import LateRanges
from planted.stores import with_parts

PROGRAM: Final = (sys.executable, "-m", "planted.worker")
_NAMED_BY: Final = "PLANTED_BUG"


class OwnTime(Database):
    """Goes by this machine's clock, and not by that of the server."""

    def now(self, connection: Connection) -> datetime:
        return system_env().now()


class Untidy(LocalWorkspace):
    """Leaves lying what a run that failed had written."""

    def drop(self, run_id: str) -> None: ...


def store_cursors_late() -> None:
    app.SqlStore = with_parts(ranges=LateRanges)


def go_by_own_time() -> None:
    app.Database = OwnTime


def leave_files() -> None:
    app.LocalWorkspace = Untidy


def give_up() -> None:
    execute.Attempt = Impatient


_BUGS: Final[Mapping[str, Callable[[], None]]] = {
    plant.__name__: plant
    for plant in (store_cursors_late, go_by_own_time, leave_files, give_up)
}


def with_bug(plant: Callable[[], None], pace: Mapping[str, str]) -> Start:
    """Return how a worker with a bug is started."""
    return Start(program=PROGRAM, environment={**pace, _NAMED_BY: plant.__name__})


if __name__ == "__main__":
    _BUGS[os.environ[_NAMED_BY]]()
    odd_worker.main()
