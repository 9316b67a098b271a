"""Processes that migrate a database and die at the step that is named.

`python -m store.dying` reads lines of four words with tabs between: the directory, the
URL, the revision, and the step. Each becomes a process of its own, forked, for to start
one takes ten times as long as a migration. A step is a statement or a commit that is
about to be sent, and then the end; at step 0, which there is none, nobody dies.

It says when it is ready. Answered are, a line each, the number of the process, how many
steps there were if it lived, and how it ended.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

from sqlalchemy import event

from almandine.store.database import Database
from almandine.store.migrations import steps

assert steps, "loaded before the first fork"


def main() -> None:
    tell("ready", os.getpid())
    for line in sys.stdin:
        process = os.fork()
        if not process:
            directory, url, revision, fatal = line.rstrip("\n").split("\t")
            tell("process", os.getpid())
            tell("steps", migrate(Path(directory), url, revision, int(fatal)))
            os._exit(0)
        tell("ended", os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


def tell(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def migrate(directory: Path, url: str, revision: str, fatal: int) -> int:
    """Return how many steps there were."""
    database = Database.open(directory, url)
    numbers = count(1)

    def step(*_: object) -> None:
        if next(numbers) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", step)
    event.listen(database.engine, "commit", step)
    database.migrate(revision)
    step()
    return next(numbers) - 1


if __name__ == "__main__":
    main()
