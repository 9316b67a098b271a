"""Portfolios: the ways to reach a title on line."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import select

from almandine.records.portfolio import Portfolio
from almandine.store.records.scope import Scope
from almandine.store.tables.records import portfolio
from almandine.store.words import lines_of

_READING: Final = select(
    portfolio.c.pid,
    portfolio.c.mms_id,
    portfolio.c.url,
    portfolio.c.collection,
    portfolio.c.interface,
    portfolio.c.available,
)


def read_portfolios(
    scope: Scope, ids: Sequence[str], *, locked: bool = False
) -> list[Portfolio]:
    """Return the portfolios in any order; missing ones left out."""
    rows = scope.rows(_READING, portfolio.c.pid, ids, locked=locked)
    return [Portfolio(*row) for row in rows]


def portfolios_of(scope: Scope, mms_ids: Sequence[str]) -> list[Portfolio]:
    """Return the portfolios of these bibs in any order."""
    return [
        Portfolio(*row) for row in scope.rows(_READING, portfolio.c.mms_id, mms_ids)
    ]


def write_portfolios(scope: Scope, portfolios: Sequence[Portfolio]) -> None:
    """Store portfolios, new or changed."""
    rows = [{**asdict(one), "url_words": lines_of([one.url])} for one in portfolios]
    scope.put(portfolio, rows)
