"""Keys and usage, as they are kept."""

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pytest
from sqlalchemy import select

from almandine.engine.access import Access, Area
from almandine.env import Env, system_env
from almandine.store.access import PREFIX, SqlKeys, SqlUsage, read_pepper
from almandine.store.database import Database
from almandine.store.tables.access import api_key
from databases.homes import Home

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
GRANTS = {Area.CONF: Access.READ_WRITE, Area.BIBS: Access.READ_ONLY}
ENV = replace(system_env(), now=lambda: NOON)


@pytest.fixture
def database(blank_home: Home) -> Generator[Database]:
    opened = blank_home.database()
    yield opened
    opened.close()


def keys_of(database: Database, *, pepper: bytes = b"salt", env: Env = ENV) -> SqlKeys:
    return SqlKeys(database, pepper=pepper, env=env)


def test_a_key_is_found_by_its_secret(database: Database) -> None:
    keys = keys_of(database)
    key, secret = keys.create("ABC", "nightly", GRANTS)
    assert keys.find(secret) == key


def test_a_secret_has_160_bits_after_its_prefix(database: Database) -> None:
    _, secret = keys_of(database).create("ABC", "nightly", GRANTS)
    assert (secret[: len(PREFIX)], len(secret)) == (PREFIX, len(PREFIX) + 32)


@pytest.mark.parametrize("wrong", ["", "x", "a1md", "ä" * 36])
def test_a_secret_nobody_has_is_not_found(database: Database, wrong: str) -> None:
    keys = keys_of(database)
    keys.create("ABC", "nightly", GRANTS)
    assert keys.find(wrong) is None


def test_the_beginning_of_a_secret_is_not_enough(database: Database) -> None:
    keys = keys_of(database)
    _, secret = keys.create("ABC", "nightly", GRANTS)
    other = "b" if secret.endswith("a") else "a"
    assert keys.find(secret[:-1]) is None
    assert keys.find(secret[:-1] + other) is None


def test_a_key_is_void_under_another_pepper(database: Database) -> None:
    _, secret = keys_of(database).create("ABC", "nightly", GRANTS)
    assert keys_of(database, pepper=b"other").find(secret) is None


def test_the_database_does_not_hold_the_secret(
    database: Database, blank_home: Home
) -> None:
    _, secret = keys_of(database).create("ABC", "nightly", GRANTS)
    held = str(blank_home.content())
    assert secret[:12] in held
    assert secret not in held


def test_a_use_is_noted_with_its_day(database: Database) -> None:
    keys = keys_of(database)
    key, secret = keys.create("ABC", "nightly", GRANTS)
    keys.find(secret)
    assert keys.list("ABC") == [replace(key, last_used=TODAY)]


def test_a_second_use_on_a_day_writes_nothing(database: Database) -> None:
    keys = keys_of(database)
    _, secret = keys.create("ABC", "nightly", GRANTS)
    keys.find(secret)
    with database.writing():  # Holds the only lock that a write could take.
        assert keys.find(secret) is not None


def test_a_key_that_was_never_used_says_so(database: Database) -> None:
    keys = keys_of(database)
    key, _ = keys.create("ABC", "nightly", GRANTS)
    assert keys.list("ABC") == [key]


def test_keys_are_listed_by_name_and_for_one_institution(database: Database) -> None:
    keys = keys_of(database)
    second, _ = keys.create("ABC", "b", GRANTS)
    first, _ = keys.create("ABC", "a", GRANTS)
    keys.create("XYZ", "c", GRANTS)
    assert keys.list("ABC") == [first, second]


def test_a_revoked_key_is_not_found(database: Database) -> None:
    keys = keys_of(database)
    key, secret = keys.create("ABC", "nightly", GRANTS)
    assert keys.revoke("ABC", key.key_id)
    assert keys.find(secret) is None


def test_another_institution_cannot_revoke_a_key(database: Database) -> None:
    keys = keys_of(database)
    key, secret = keys.create("ABC", "nightly", GRANTS)
    assert not keys.revoke("XYZ", key.key_id)
    assert keys.find(secret) == key


def test_a_digest_is_kept_and_no_secret(database: Database) -> None:
    keys_of(database).create("ABC", "nightly", GRANTS)
    with database.reading() as connection:
        row = connection.execute(select(api_key)).one()
    assert (len(row.digest), len(row.lookup)) == (32, len(PREFIX) + 8)


def test_a_pepper_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    pepper = read_pepper(tmp_path, ENV)
    assert read_pepper(tmp_path, ENV) == pepper
    [file] = tmp_path.iterdir()
    assert (len(pepper), S_IMODE(file.stat().st_mode)) == (32, 0o600)


def test_processes_that_start_together_agree_on_a_pepper(tmp_path: Path) -> None:
    seen: list[bytes] = []
    threads = [
        Thread(target=lambda: seen.append(read_pepper(tmp_path, ENV))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(seen), len(set(seen))) == (8, 1)


def test_usage_adds_up_by_institution_and_day(database: Database) -> None:
    usage = SqlUsage(database)
    usage.add(TODAY, {"ABC": 2, "XYZ": 1})
    usage.add(TODAY - timedelta(days=1), {"ABC": 50})
    assert usage.add(TODAY, {"ABC": 3}) == {"ABC": 5}


def test_usage_is_shared_by_processes(database: Database) -> None:
    SqlUsage(database).add(TODAY, {"ABC": 2})
    assert SqlUsage(database).add(TODAY, {"ABC": 0}) == {"ABC": 2}


def test_asking_for_usage_writes_nothing(database: Database) -> None:
    with database.writing():  # Holds the only lock that a write could take.
        assert SqlUsage(database).add(date(2026, 1, 1), {"ABC": 0}) == {"ABC": 0}
