"""A backup amid three runs, restored elsewhere, on either kind of database (R18)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from almandine.engine.run import Status, Tally
from databases.homes import Home
from databases.postgres import Databases
from journeys.moving import (
    CHANGED,
    EXPORTED,
    Backup,
    call,
    carried_out,
    hot_backup,
    still_rows,
    to_be_changed,
    to_be_exported,
)
from store.workshop import Workshop


@pytest.fixture(scope="module")
def backup(tables: Home, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """Make a backup of a service on each kind of database."""
    directory = tmp_path_factory.mktemp("former")
    home = tables.copied(directory / "data")
    made = hot_backup(home, directory / "almandine.backup")
    home.removed()
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def restored(
    request: pytest.FixtureRequest,
    backup: Backup,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workshop]:
    """Restore it elsewhere, and have the runs carried out to their ends there."""
    server: Databases | None = None
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
    directory = tmp_path_factory.mktemp("new") / "data"
    home = Home(directory, server.new() if server else "", server)
    call(home, "restore", backup.file)
    site = Workshop(home)
    carried_out(site, backup.unfinished)
    yield site
    site.close()
    home.removed()


def test_every_run_ends_well(backup: Backup, restored: Workshop) -> None:
    ended = [restored.run_of(run.run_id) for run in backup.unfinished]
    assert [(run.status, run.tally) for run in ended] == [
        (Status.COMPLETED_SUCCESS, Tally(changed=CHANGED)),
        (Status.COMPLETED_SUCCESS, Tally(changed=EXPORTED)),
        (Status.COMPLETED_SUCCESS, Tally(changed=EXPORTED)),
    ]


def test_every_record_is_changed_once(backup: Backup, restored: Workshop) -> None:
    ids = [each.mms_id for each in to_be_changed()]
    stamps = [bib.marc.count(b"\x1fastamped\x1e") for bib in restored.bibs(ids)]
    events = restored.events_of(backup.normalize.run_id)
    assert stamps == [1] * CHANGED
    assert Counter(each.record_id for each in events if each.record_id) == Counter(ids)


def test_a_run_says_that_it_was_interrupted(backup: Backup, restored: Workshop) -> None:
    for run in backup.unfinished:
        notes = [e for e in restored.events_of(run.run_id) if e.outcome == "note"]
        [note] = notes
        assert note.message.startswith("Restored from a backup: interrupted in RUNNING")


def test_files_are_those_of_a_calm_run(backup: Backup, restored: Workshop) -> None:
    expected = b"".join(bib.marc for bib in to_be_exported())
    for run in (backup.export, backup.delivery):
        files = restored.files_of(run.run_id).items()
        # Parts are dropped after the end, and the workers were killed at it.
        assert [file for name, file in files if name[0] != "."] == [expected]


def test_a_file_is_delivered_once(backup: Backup, restored: Workshop) -> None:
    [(run_id, path)] = restored.deliveries()
    lying = list((restored.directory / "robot").iterdir())
    assert run_id == backup.delivery.run_id
    assert lying == [Path(path)]
    assert lying[0].read_bytes() == b"".join(bib.marc for bib in to_be_exported())


def test_keys_open_as_before(backup: Backup, restored: Workshop) -> None:
    found = restored.app.keys().find(backup.key)
    assert found is not None
    assert found.name == "nightly"


def test_everything_else_is_equal(backup: Backup, restored: Workshop) -> None:
    assert still_rows(restored, backup.ended) == backup.still


def test_new_events_are_numbered_behind_the_restored_ones(restored: Workshop) -> None:
    rows = restored.home.rows(
        "SELECT count(*), count(DISTINCT event_no) FROM run_event"
    )
    assert rows[0][0] == rows[0][1]
