"""The members of a logical set: what its query finds now."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, select

from almandine.faults import InvalidQuery, Refused
from almandine.records.query import parse
from almandine.store.query import UnanswerableQuery, members_of
from almandine.store.tables.institution import institution as institutions


def found_ids(connection: Connection, institution: str, query: str) -> Select[str]:
    """Ask for the ids of all that the query finds, in a column `record_id`.

    Days begin and end where the institution is.

    Raises:
        Refused: with `InvalidQuery` when the query asks for what is not kept.
    """
    zone = select(institutions.c.timezone).where(institutions.c.code == institution)
    timezone = ZoneInfo(connection.execute(zone).scalar_one())
    try:
        found = members_of(parse(query), institution, timezone)
    except UnanswerableQuery as error:
        raise Refused(InvalidQuery(query, str(error), 1)) from error
    members = found.order_by(None).subquery()
    return select(next(iter(members.c)).label("record_id"))
