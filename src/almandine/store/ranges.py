"""The ranges of runs, with their members."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Update,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from almandine.engine.ports import Fenced, Range, Unavailable
from almandine.engine.run import NOTHING_DONE, Tally
from almandine.store.tables.runs import range_members, run_range

_TALLY = [field.name for field in fields(Tally)]


_OF_RUN = (run_range.c.institution == bindparam("owner")) & (
    run_range.c.run_id == bindparam("run")
)
_UNFINISHED = run_range.c.cursor < run_range.c.size
_earlier = run_range.alias("earlier")
_TURN = (
    select(func.min(_earlier.c.turn))
    .where(
        _earlier.c.institution == bindparam("owner"),
        _earlier.c.run_id == bindparam("run"),
        _earlier.c.cursor < _earlier.c.size,
    )
    .scalar_subquery()
)
"""The first turn that has not come to its end."""
_FREE = (
    _OF_RUN & _UNFINISHED & run_range.c.shard.is_(None) & (run_range.c.turn == _TURN)
)
_OWN = _OF_RUN & _UNFINISHED & (run_range.c.shard == bindparam("by"))
_RELEASE_ALL = update(run_range).where(_OF_RUN, _UNFINISHED).values(shard=None)
_ANY_FREE = select(exists().where(_FREE, run_range.c.turn > bindparam("after")))


def _claiming(which: ColumnElement[bool], *, skip_locked: bool) -> Update:
    first = (
        select(run_range.c.range_no)
        .where(which)
        .order_by(run_range.c.range_no)
        .limit(1)
        .with_for_update(skip_locked=skip_locked)
    )
    return (
        update(run_range)
        .where(_OF_RUN, run_range.c.range_no == first.scalar_subquery())
        .values(shard=bindparam("by"), token=bindparam("new_token"))
        .returning(run_range)
    )


_CLAIM_OWN = _claiming(_OWN, skip_locked=False)
_CLAIM_FREE = _claiming(_FREE, skip_locked=True)


class SqlRanges:
    """Implements `engine.ports.Ranges`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def add(
        self, run_id: str, range_no: int, members: Sequence[str], turn: int = 0
    ) -> None:
        """Store a range."""
        key = {
            "institution": self._institution,
            "run_id": run_id,
            "range_no": range_no,
        }
        new = {"turn": turn, "size": len(members), "cursor": 0, **asdict(NOTHING_DONE)}
        self._connection.execute(insert(run_range), {**key, **new})
        packed = "\n".join(members).encode()
        self._connection.execute(insert(range_members), {**key, "members": packed})

    def of(self, run_id: str) -> Sequence[Range]:
        """Return the ranges in order."""
        query = (
            select(run_range)
            .where(
                run_range.c.institution == self._institution,
                run_range.c.run_id == run_id,
            )
            .order_by(run_range.c.range_no)
        )
        return [_range(row) for row in self._connection.execute(query)]

    def members(self, run_id: str, range_no: int) -> Sequence[str]:
        """Return the ids of the range's records, in order."""
        query = select(range_members.c.members).where(
            range_members.c.institution == self._institution,
            range_members.c.run_id == run_id,
            range_members.c.range_no == range_no,
        )
        packed: bytes = self._connection.execute(query).scalar_one()
        return packed.decode().split("\n")

    def claim(self, run_id: str, shard: int, token: str) -> Range | None:
        """Give the shard a range: one that it had begun, else one that nobody has."""
        bound = {
            "owner": self._institution,
            "run": run_id,
            "by": shard,
            "new_token": token,
        }
        # What it had begun another attempt may be at: that one is waited for, and
        # fenced. What is free somebody else may be about to get: that is left.
        for claiming in (_CLAIM_OWN, _CLAIM_FREE):
            row = self._connection.execute(claiming, bound).one_or_none()
            if row is not None:
                return _range(row)
        return None

    def are_free(self, run_id: str, *, after: int = -1) -> bool:
        """Tell whether there are ranges that nobody has and whose turn has come."""
        bound = {"owner": self._institution, "run": run_id, "after": after}
        return self._connection.execute(_ANY_FREE, bound).scalar_one()

    def save(self, span: Range, *, before: Range) -> None:
        """Store cursor and tally.

        Raises:
            Fenced: when the range has been claimed with another token.
            Unavailable: when it is not as it was before.
        """
        known = {"cursor": before.cursor, **asdict(before.tally)}
        as_it_was = [run_range.c[name] == value for name, value in known.items()]
        statement = self._of(span).where(*as_it_was)
        values = {"cursor": span.cursor, **asdict(span.tally)}
        if not self._connection.execute(statement.values(values)).rowcount:
            self.check(span)
            raise Unavailable("what was stored of a range has been taken back")

    def check(self, span: Range) -> None:
        """Raise `Fenced` when the range has been claimed with another token."""
        self._change(span, token=span.token)

    def release(self, span: Range) -> None:
        """Give the range back: whoever comes goes on at its cursor."""
        self._change(span, shard=None)

    def release_all(self, run_id: str) -> None:
        """Give back all ranges of a run that nobody works at."""
        bound = {"owner": self._institution, "run": run_id}
        self._connection.execute(_RELEASE_ALL, bound)

    def _change(self, span: Range, **values: str | None) -> None:
        changed = self._connection.execute(self._of(span).values(values))
        if not changed.rowcount:
            raise Fenced

    def _of(self, span: Range) -> Update:
        """Return an update of the range, as long as it has this token."""
        return update(run_range).where(
            run_range.c.institution == self._institution,
            run_range.c.run_id == span.run_id,
            run_range.c.range_no == span.range_no,
            run_range.c.token == span.token,
        )

    def drop(self, run_id: str) -> None:
        """Forget the ranges of a run that has ended."""
        for table in (range_members, run_range):
            self._connection.execute(
                delete(table).where(
                    table.c.institution == self._institution, table.c.run_id == run_id
                )
            )


def _range(row: Row[*tuple[Any, ...]]) -> Range:
    return Range(
        row.run_id,
        row.range_no,
        row.size,
        row.cursor,
        Tally(*(getattr(row, name) for name in _TALLY)),
        row.token,
        row.turn,
    )
