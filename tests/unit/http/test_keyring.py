"""Keys at hand."""

import asyncio
from datetime import timedelta

from almandine.http.keyring import REMEMBERED, Keyring
from unit.http.edge import NOON, WRITER, MemoryKeys

ALMOST = REMEMBERED - timedelta(microseconds=1)


def test_a_key_is_looked_up_again_after_a_second() -> None:
    async def story() -> list[int]:
        keys = MemoryKeys()
        keyring = Keyring(keys)
        lookups: list[int] = []
        for age in (timedelta(), ALMOST, REMEMBERED):
            assert await keyring.find("writer-secret", NOON + age) == WRITER
            lookups.append(keys.lookups)
        return lookups

    assert asyncio.run(story()) == [1, 1, 2]


def test_no_secret_is_looked_up_where_none_was_sent() -> None:
    keys = MemoryKeys()
    assert asyncio.run(Keyring(keys).find("", NOON)) is None
    assert keys.lookups == 0


def test_no_secret_is_looked_up_that_no_database_could_hold() -> None:
    keys = MemoryKeys()
    assert asyncio.run(Keyring(keys).find("writer\0secret", NOON)) is None
    assert keys.lookups == 0


def test_a_thousand_wrong_secrets_do_not_pile_up() -> None:
    async def story() -> int:
        keys = MemoryKeys()
        keyring = Keyring(keys)
        for number in range(1025):
            await keyring.find(f"wrong-{number}", NOON)
        await keyring.find("wrong-0", NOON)
        return keys.lookups

    # The first one has been forgotten, and is looked up a second time.
    assert asyncio.run(story()) == 1026
