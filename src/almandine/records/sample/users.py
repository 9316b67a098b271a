"""The users of the sample: students, teachers, staff and the public."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from almandine.records.sample.chance import Chance
from almandine.records.sample.languages import LATIN
from almandine.records.sample.title import person
from almandine.records.user import User

_GROUPS: Final = (
    *["UNDERGRAD"] * 6,
    *["GRADUATE"] * 2,
    "FACULTY",
    "STAFF",
    *["PUBLIC"] * 2,
)
_LATEST_EXPIRY: Final = date(2029, 9, 30)
_DAYS: Final = 1500
"""Accounts expire on any of so many days before the latest."""


def users(seed: int, count: int, *, first: int = 0) -> Iterator[User]:
    """Yield `count` users, beginning with the `first`-th."""
    for number in range(first, first + count):
        yield _user(seed, number)


def primary_id(number: int) -> str:
    """Return the primary id of a user."""
    return f"u{100_000 + number}"


def _user(seed: int, number: int) -> User:
    chance = Chance(seed, "user", number)
    name = person(chance, chance.pick(LATIN))
    group = chance.pick(_GROUPS)
    public = group == "PUBLIC"
    return User(
        primary_id=primary_id(number),
        first_name=name.given.latin.decode(),
        last_name=name.family.latin.decode(),
        user_group=group,
        record_type="STAFF" if group == "STAFF" else "PUBLIC",
        account_type="INTERNAL" if public else "EXTERNAL",
        status="INACTIVE" if chance.often(60) else "ACTIVE",
        email=f"{primary_id(number)}@{'post' if public else 'campus'}.example",
        expiry_date=_LATEST_EXPIRY - timedelta(days=chance.below(_DAYS)),
        identifiers=(("BARCODE", f"2100{number:010d}"),),
    )
