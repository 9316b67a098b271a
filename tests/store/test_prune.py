from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from almandine.app import App
from almandine.engine.ports import Artifact
from almandine.engine.prune import prune
from databases.homes import Home

INSTITUTION = "01PRN_INST"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def app(blank_home: Home) -> Iterator[App]:
    made = App(blank_home.settings)
    yield made
    made.close()


def keep(app: App, name: str, expires_at: datetime) -> Path:
    workspace = app.workspace_of(INSTITUTION)
    size, sha256 = workspace.assemble("1", name, header=b"x", parts=(), footer=b"")
    with app.store_of(INSTITUTION).write() as tx:
        tx.artifacts.add("1", Artifact(name, size, sha256, 1), expires_at=expires_at)
    return workspace.path("1", name)


def test_a_file_goes_at_the_instant_its_retention_is_over(app: App) -> None:
    old = keep(app, "old.xml", NOON)
    young = keep(app, "young.xml", NOON + HOUR)
    assert prune(app.store_of(INSTITUTION), app.workspace_of(INSTITUTION), NOON) == 1
    assert (old.exists(), young.exists()) == (False, True)
    with app.store_of(INSTITUTION).read() as tx:
        assert [each.name for each in tx.artifacts.of("1")] == ["young.xml"]


def test_pruning_again_finds_nothing(app: App) -> None:
    keep(app, "old.xml", NOON)
    store, workspace = app.store_of(INSTITUTION), app.workspace_of(INSTITUTION)
    prune(store, workspace, NOON)
    assert prune(store, workspace, NOON) == 0
