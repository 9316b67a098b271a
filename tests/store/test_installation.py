from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from almandine.app import App
from almandine.store.installation import (
    MARK_FILE,
    WrongDirectory,
    adopt,
    read_mark,
    remembered,
)
from databases.homes import Home


@pytest.fixture
def app(blank_home: Home) -> Iterator[App]:
    with closing(App(blank_home.settings)) as opened:
        opened.prepare()
        yield opened


def mark_in_database(app: App) -> str:
    with app.database.reading() as connection:
        return remembered(connection)


def test_the_database_remembers_its_first_directory(app: App, blank_home: Home) -> None:
    mark = read_mark(blank_home.directory)
    app.prepare()
    assert mark
    assert mark_in_database(app) == mark


def test_a_directory_that_was_not_mounted_is_refused_and_gets_no_mark(
    app: App, blank_home: Home
) -> None:
    file = blank_home.directory / MARK_FILE
    file.unlink()
    with pytest.raises(WrongDirectory, match="is not the one it works on: files of"):
        app.prepare()
    assert not file.exists()


def test_the_directory_of_another_database_is_refused(
    app: App, blank_home: Home
) -> None:
    (blank_home.directory / MARK_FILE).write_text("another", encoding="utf-8")
    with pytest.raises(WrongDirectory, match="belongs to another database"):
        app.prepare()


def test_a_directory_that_was_adopted_is_the_right_one(
    app: App, blank_home: Home
) -> None:
    (blank_home.directory / MARK_FILE).unlink()
    with app.database.writing() as connection:
        adopt(connection, blank_home.directory, app.env)
    app.prepare()
    assert mark_in_database(app) == read_mark(blank_home.directory)


def test_the_mark_can_be_read_by_its_owner_alone(blank_home: Home) -> None:
    assert (blank_home.directory / MARK_FILE).stat().st_mode & 0o777 == 0o600


def test_a_copy_of_both_is_as_good_as_the_original(
    blank_home: Home, tmp_path: Path
) -> None:
    copy = blank_home.copied(tmp_path / "copy")
    with closing(App(copy.settings)) as app:
        app.prepare()
    copy.removed()
