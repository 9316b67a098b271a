"""New ids: a prefix that tells the kind, a counter, the institution's four digits."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, select

from almandine.store.tables.institution import institution as institutions
from almandine.store.tables.institution import sequence
from almandine.store.upsert import insert_into

PREFIXES: Final[Mapping[str, str]] = {
    "bib": "99",
    "authority": "98",
    "holding": "22",
    "item": "23",
    "portfolio": "53",
    "library": "12",
    "electronic_collection": "61",
    "collection": "81",
    "run": "17",
    "set": "95",
    "request": "88",
    "profile": "65",
    "job": "64",
    "rule": "66",
    "endpoint": "67",
}
"""Prefixes of records are the vendor's; the others only keep kinds apart."""

_SUFFIX_DIGITS: Final = 4
_LONG_COUNTER: Final = 12
_COUNTER: Final = 10
_LONG: Final = frozenset({"bib", "authority"})


class SqlIds:
    """The counters of an institution.

    No id is given twice, but for those of a transaction that did not commit.
    """

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution
        self._suffix = ""

    def next(self, what: str, count: int = 1) -> Sequence[str]:
        """Return `count` new ids in ascending order, without a gap between them.

        Raises:
            KeyError: when there are no ids of that kind.
        """
        prefix, digits = PREFIXES[what], _digits(what)
        if count < 1:
            return ()
        last = self._advance(what, count)
        suffix = self._read_suffix()
        numbers = range(last - count + 1, last + 1)
        return [f"{prefix}{number:0{digits}d}{suffix}" for number in numbers]

    def reserve(self, what: str, taken: Iterable[str]) -> None:
        """Never give these ids; those of another shape could not be given anyway."""
        numbers = [number for one in taken if (number := self._number(what, one))]
        if not numbers:
            return
        last = self._advance(what, 0)
        if (highest := max(numbers)) > last:
            self._advance(what, highest - last)

    def _number(self, what: str, one: str) -> int:
        """Return the counter inside an id, 0 when it is not of our shape."""
        prefix, digits, suffix = PREFIXES[what], _digits(what), self._read_suffix()
        counter = one.removeprefix(prefix).removesuffix(suffix)
        ours = one == f"{prefix}{counter}{suffix}" and len(counter) == digits
        return int(counter) if ours and counter.isdigit() else 0

    def _advance(self, what: str, count: int) -> int:
        """Move the counter on and return where it stands, in one statement."""
        statement = _advancing(self._connection.dialect.name)
        bound = {"owner": self._institution, "kind": what, "count": count}
        row = self._connection.execute(statement, bound).one()
        self._suffix = row.suffix
        return row.last

    def _read_suffix(self) -> str:
        if not self._suffix:
            mine = institutions.c.code == self._institution
            query = select(institutions.c.suffix).where(mine)
            self._suffix = self._connection.execute(query).scalar_one()
        return self._suffix


@cache
def _advancing(dialect: str) -> Executable:
    """Return the statement that moves a counter on and tells where it stands.

    The institution's digits come with it: a submission waits for both.
    """
    insert = insert_into(sequence, dialect)
    first = insert.values(
        institution=bindparam("owner"), what=bindparam("kind"), last=bindparam("count")
    )
    statement = first.on_conflict_do_update(
        index_elements=[sequence.c.institution, sequence.c.what],
        set_={"last": sequence.c.last + insert.excluded.last},
    )
    suffix = select(institutions.c.suffix).where(
        institutions.c.code == bindparam("owner")
    )
    return statement.returning(
        sequence.c.last, suffix.scalar_subquery().label("suffix")
    )


def _digits(what: str) -> int:
    return _LONG_COUNTER if what in _LONG else _COUNTER
