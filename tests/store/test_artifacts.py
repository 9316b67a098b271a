from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from almandine.engine.ports import Artifact, Delivery
from almandine.store.artifacts import SqlArtifacts
from almandine.store.database import Database
from almandine.store.tables.runs import artifact, delivery
from store.workshop import ELSEWHERE, HERE, NOON

FILE = Artifact("export_1.mrc", 4, "abcd", 2)
SECOND = Artifact("export_2.mrc", 8, "ef01", 3)
DELIVERED = Delivery("export_1.mrc", "robot", "/in/export_1.mrc", "abcd", NOON)


@pytest.fixture
def connection(fresh_database: Database) -> Iterator[Connection]:
    with fresh_database.writing() as opened:
        yield opened


@pytest.fixture
def artifacts(connection: Connection) -> SqlArtifacts:
    return SqlArtifacts(connection, HERE)


def test_the_files_of_a_run_are_listed_by_name(artifacts: SqlArtifacts) -> None:
    artifacts.add("1", SECOND, expires_at=NOON)
    artifacts.add("1", FILE, expires_at=NOON)
    artifacts.add("2", FILE, expires_at=NOON)
    assert artifacts.of("1") == [FILE, SECOND]


def test_a_file_recorded_again_is_there_once(artifacts: SqlArtifacts) -> None:
    artifacts.add("1", FILE, expires_at=NOON)
    artifacts.add("1", FILE, expires_at=NOON)
    assert artifacts.of("1") == [FILE]


def test_a_file_is_kept_with_the_end_of_its_retention(
    artifacts: SqlArtifacts, connection: Connection
) -> None:
    artifacts.add("1", FILE, expires_at=NOON)
    assert connection.execute(select(artifact.c.expires_at)).scalars().all() == [NOON]


def test_files_of_other_institutions_are_not_shown(
    artifacts: SqlArtifacts, connection: Connection
) -> None:
    SqlArtifacts(connection, ELSEWHERE).add("1", FILE, expires_at=NOON)
    assert artifacts.of("1") == []


def test_a_delivery_is_kept_whole(
    artifacts: SqlArtifacts, connection: Connection
) -> None:
    artifacts.add_delivery("1", DELIVERED)
    (row,) = connection.execute(select(delivery)).mappings()
    assert dict(row) == {
        "institution": HERE,
        "run_id": "1",
        "name": "export_1.mrc",
        "endpoint": "robot",
        "path": "/in/export_1.mrc",
        "sha256": "abcd",
        "delivered_at": NOON,
    }


def test_one_file_of_a_run_is_not_delivered_twice(artifacts: SqlArtifacts) -> None:
    artifacts.add_delivery("1", DELIVERED)
    with pytest.raises(IntegrityError):
        artifacts.add_delivery("1", DELIVERED)


def test_the_deliveries_of_a_run_are_those_that_were_recorded(
    artifacts: SqlArtifacts, connection: Connection
) -> None:
    artifacts.add_delivery("1", DELIVERED)
    artifacts.add_delivery("2", replace(DELIVERED, name="other.mrc"))
    SqlArtifacts(connection, ELSEWHERE).add_delivery("1", DELIVERED)
    assert artifacts.deliveries("1") == [DELIVERED]


@pytest.mark.parametrize("changed", [{"sha256": "ef01"}, {"endpoint": "vendor"}])
def test_another_file_of_that_name_is_recorded_in_its_place(
    artifacts: SqlArtifacts, changed: dict[str, str]
) -> None:
    again = replace(DELIVERED, **changed)
    artifacts.add_delivery("1", DELIVERED)
    artifacts.add_delivery("1", again)
    assert artifacts.deliveries("1") == [again]
