"""What `backup` and `restore` do, and what they refuse; on both kinds of database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from almandine.cli import almandine
from almandine.store.backups.filling import check_tables
from almandine.store.backups.manifest import BadBackup, Manifest, SavedTable
from almandine.store.backups.saving import saved_tables
from almandine.store.database import Database
from almandine.store.postgres import allow_pauses
from databases.homes import Home
from store.workshop import EXPORT, Workshop

SETTINGS = 'database_url = ""\nport = 8081\n'


def call(home: Home, *words: str | Path) -> int:
    where = ["--data", str(home.directory), "--database-url", home.url]
    return almandine.main([*map(str, words), *where], standalone_mode=False) or 0


@pytest.fixture
def file(workshop: Workshop, home: Home, tmp_path: Path) -> Path:
    """Make a backup of a service that has run something."""
    workshop.app.keys()
    run = workshop.submit(EXPORT, workshop.set_of_bibs(3))
    workshop.worker.execute(run.run_id)
    (home.directory / "almandine.toml").write_text(SETTINGS, encoding="utf-8")
    made = tmp_path / "almandine.backup"
    assert call(home, "backup", "--to", made) == 0
    return made


@pytest.fixture
def empty(home: Home, tmp_path: Path) -> Iterator[Home]:
    """Return a place of the same kind where nothing is yet."""
    server = home.server
    place = Home(tmp_path / "new", server.new() if server else "", server)
    yield place
    place.removed()


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err.splitlines()[-1]


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside(
    file: Path, tmp_path: Path
) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [file.name]


def test_a_file_that_is_there_is_not_replaced_unless_asked(
    file: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.stat().st_ino
    assert call(home, "backup", "--to", file) == 1
    assert said(capsys) == f"almandine: {file} is there already; --force replaces it"
    assert file.stat().st_ino == before
    assert call(home, "backup", "--to", file, "--force") == 0
    assert file.stat().st_ino != before


def test_a_backup_that_cannot_be_written_leaves_nothing(
    home: Home, tmp_path: Path
) -> None:
    assert call(home, "backup", "--to", tmp_path / "none" / "x") == 1


def test_a_restored_service_has_every_row_and_file(
    file: Path, workshop: Workshop, home: Home, empty: Home
) -> None:
    assert call(empty, "restore", file) == 0
    tables = {table.name for table in saved_tables()}
    was, now = home.content(), empty.content()
    assert {name: now[name] for name in tables} == {name: was[name] for name in tables}
    for name in ["pepper", *(f"artifacts/{each}" for each in artifacts(home))]:
        assert (empty.directory / name).read_bytes() == (
            home.directory / name
        ).read_bytes()


def artifacts(home: Home) -> list[str]:
    root = home.directory / "artifacts"
    found = [each.relative_to(root) for each in root.rglob("*") if each.is_file()]
    assert found
    return [each.as_posix() for each in found]


def test_a_restored_service_does_not_go_to_the_former_database(
    file: Path, empty: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    call(empty, "restore", file)
    settings = (empty.directory / "almandine.toml").read_text(encoding="utf-8")
    assert settings == f"# of the service that was backed up: {SETTINGS}"
    assert "does not name the former database" in capsys.readouterr().out


def test_settings_that_were_laid_ready_stay(file: Path, empty: Home) -> None:
    empty.directory.mkdir()
    (empty.directory / "almandine.toml").write_text("port = 1\n", encoding="utf-8")
    assert call(empty, "restore", file) == 0
    found = {
        each.name: each.read_text(encoding="utf-8")
        for each in empty.directory.glob("almandine.toml*")
    }
    assert found["almandine.toml"] == "port = 1\n"
    assert found["almandine.toml.from-backup"].endswith("port = 8081\n")


def test_without_files_the_ledger_knows_of_none(
    file: Path, home: Home, empty: Home
) -> None:
    call(home, "backup", "--to", file, "--force", "--without-files")
    assert call(empty, "restore", file) == 0
    assert empty.rows("SELECT * FROM artifact") == []
    assert len(empty.rows("SELECT * FROM run")) == 1
    assert (empty.directory / "pepper").exists()


def test_a_database_that_is_not_empty_is_refused_and_stays_as_it_is(
    file: Path, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = home.content()
    elsewhere = Home(tmp_path / "other" if home.url else home.directory, home.url)
    if home.is_sqlite:
        (home.directory / "pepper").unlink()
        (home.directory / "artifacts").rename(tmp_path / "away")
    assert call(elsewhere, "restore", file) == 1
    assert "the database is not empty: there are rows in" in said(capsys)
    assert home.content() == before


def test_a_directory_that_is_not_empty_is_refused(
    file: Path, empty: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    empty.directory.mkdir()
    (empty.directory / "pepper").write_text("mine", encoding="utf-8")
    assert call(empty, "restore", file) == 1
    assert "is not empty: pepper is there already; nothing was changed" in said(capsys)
    assert [each.name for each in empty.directory.iterdir()] == ["pepper"]


def test_a_damaged_backup_changes_nothing(
    file: Path, empty: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(file.read_bytes().replace(b"files/pepper", b"files/peppar"))
    assert call(empty, "restore", file) == 1
    assert f"{file} was not restored, nothing was changed" in said(capsys)
    assert not empty.directory.exists()


def test_a_backup_of_other_tables_is_refused(fresh_database: Database) -> None:
    tables = [
        SavedTable(table.name, list(map(str, table.columns.keys())), 0)
        for table in saved_tables()
    ]
    manifest = Manifest(
        program="9.9",
        schema="",
        database="sqlite",
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        tables=[*tables, SavedTable("bib_of_tomorrow", ["mms_id"], 0)],
        missing=[],
        members={},
    )
    with (
        fresh_database.reading() as connection,
        pytest.raises(BadBackup, match=r"Almandine 9\.9.*, first bib_of_tomorrow"),
    ):
        check_tables(connection, manifest)


def test_a_backup_may_wait_for_its_disk_longer_than_other_transactions(
    fresh_database: Database,
) -> None:
    if not fresh_database.is_shared:
        pytest.skip("an SQLite transaction may wait as long as it likes")
    with fresh_database.reading() as connection:
        allow_pauses(connection)
        shown = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        assert shown.scalar_one() == "15min"
    with fresh_database.reading() as connection:
        shown = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        assert shown.scalar_one() == "5s"
