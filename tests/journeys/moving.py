"""A service with three jobs under way, a backup of it, and workers elsewhere."""

import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from almandine.cli import almandine
from almandine.engine.access import Access, Area
from almandine.engine.run import UNFINISHED, Run
from almandine.records.bib import Bib
from almandine.store.backups.saving import saved_tables
from databases.homes import Home
from journeys.service import until
from store.workshop import HERE, HIDDEN, HIDE, Workshop, bib_of

CHANGED: Final = 4000
EXPORTED: Final = 4000
PART: Final = 400
"""Records in one part of an export, so that some parts are done and some not."""
FAR_ENOUGH: Final = 450
"""Records of each run that are done when the backup is made."""

_NORMALIZE: Final = "M6490000000070101"
_EXPORT: Final = "M44"
_BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
_TO_ROBOT: Final = ("task_ExportParams_ftpConfig_string", "robot")
_MOVING: Final = frozenset({"bib", "bib_text", "run_count", "api_key"})
"""Tables that runs change, and that of the keys, which note the day of their use."""
_CONFIGURATION: Final = """\
[institution]
code = "01ALM_INST"
name = "Moving Library"
suffix = "0101"
timezone = "Europe/Vienna"
currency = "EUR"

[[endpoints]]
id = "robot"
kind = "directory"
path = "robot"

[[rules]]
name = "Stamp"
text = '''
rule "Stamp"
when
  (TRUE)
then
  addField "949.{-,-}.a.stamped"
end
'''

[[processes]]
id = "M6490000000070101"
name = "Stamp"
type = "normalize_bibs"
rule = "Stamp"
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made while three runs were under way."""

    file: Path
    key: str
    """The secret of an API key."""
    normalize: Run
    export: Run
    delivery: Run
    """Three runs, as they were a moment before."""
    ended: Run
    """A run that had ended."""
    still: dict[str, Sequence[tuple[Any, ...]]]
    """The rows of tables that no run was changing."""

    @property
    def unfinished(self) -> list[Run]:
        return [self.normalize, self.export, self.delivery]


def call(home: Home, *words: str | Path) -> None:
    """Run a command on a home, in this process: it starts at once."""
    where = ["--data", str(home.directory), "--database-url", home.url]
    almandine.main([*map(str, words), *where], standalone_mode=False)


def to_be_changed() -> list[Bib]:
    return [bib_of(number) for number in range(1, CHANGED + 1)]


def to_be_exported() -> list[Bib]:
    return [bib_of(CHANGED + number) for number in range(1, EXPORTED + 1)]


def hot_backup(home: Home, file: Path) -> Backup:
    """Start three runs, make a backup amid them, and kill the workers."""
    site = Workshop(home)
    site.app.configure(_CONFIGURATION)
    grants = {Area.CONF: Access.READ_WRITE}
    _, key = site.app.keys().create(HERE, "nightly", grants)
    site.add_bibs(CHANGED + EXPORTED)
    changed = site.add_set([each.mms_id for each in to_be_changed()])
    exported = [each.mms_id for each in to_be_exported()]
    first, second = (
        site.add_set(exported, set_id="s2"),
        site.add_set(exported, set_id="s3"),
    )
    ended = site.submit(HIDE, site.add_set(exported[:3], set_id="s4"), HIDDEN)
    site.worker.execute(ended.run_id)
    runs = [
        site.submit(_NORMALIZE, changed),
        site.submit(_EXPORT, first, [_BINARY]),
        site.submit(_EXPORT, second, [_BINARY, _TO_ROBOT]),
    ]
    with working(home, workers=3, chunk_size=1, range_size=PART):
        begun = until(lambda: _far_enough(site, runs), "three runs to come far enough")
        # Before the backup: on a slow machine runs end while it is made.
        ended = site.run_of(ended.run_id)
        still = still_rows(site, ended)
        call(home, "backup", "--to", file)
    normalize, export, delivery = begun
    made = Backup(file, key, normalize, export, delivery, ended, still)
    site.close()
    return made


def _far_enough(site: Workshop, runs: Sequence[Run]) -> list[Run] | None:
    found = [site.run_of(run.run_id) for run in runs]
    assert all(run.status in UNFINISHED for run in found), "too quick for a backup"
    return found if all(run.tally.done >= FAR_ENOUGH for run in found) else None


def still_rows(site: Workshop, ended: Run) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Return the rows that no run under way changes: of such tables, and of one run."""
    rows: dict[str, Sequence[tuple[Any, ...]]] = {}
    with site.app.database.reading() as connection:
        for table in saved_tables():
            query = select(table)
            if "run_id" in table.c:
                query = query.where(table.c.run_id == ended.run_id)
            if table.name not in _MOVING:
                found = connection.execute(query)
                rows[table.name] = sorted((tuple(row) for row in found), key=repr)
    return rows


@contextmanager
def working(home: Home, *, workers: int, **settings: int) -> Generator[None]:
    """Have workers at work for a while; then they are killed."""
    chosen = {f"ALMANDINE_{name.upper()}": str(n) for name, n in settings.items()}
    environment = {**os.environ, **chosen, "ALMANDINE_DATABASE_URL": home.url}
    words = ["worker", "--data", str(home.directory)]
    command = [sys.executable, "-m", "almandine", *words]
    with ExitStack() as stack:
        for _ in range(workers):
            process = subprocess.Popen(command, env=environment)  # noqa: S603 - ourselves
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


def carried_out(site: Workshop, runs: Sequence[Run]) -> list[Run]:
    """Return the runs once workers have brought them to their ends."""

    def look() -> list[Run] | None:
        found = [site.run_of(run.run_id) for run in runs]
        return None if any(run.status in UNFINISHED for run in found) else found

    with working(site.home, workers=2):
        return until(look, "the restored runs to end")
