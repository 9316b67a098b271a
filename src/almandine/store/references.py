"""What the parameters of jobs name: rules, collections, endpoints and sets."""

from sqlalchemy import Connection, Select, or_, select

from almandine.store.tables.configuration import collection, endpoint, rule
from almandine.store.tables.sets import record_set


class SqlReferences:
    """Looks names up in the configuration of an institution."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def resolve(self, kind: str, name: str) -> str | None:
        """Return what a name stands for; None for a name that stands for nothing.

        A rule's name stands for its text; the id or name of a collection or a set and
        the id of an endpoint stand for the id.
        """
        return self._connection.scalar(_QUERIES[kind](self._institution, name))


def rule_text(institution: str, name: str) -> Select[str]:
    """The text of the rule of this name."""
    return select(rule.c.text).where(
        rule.c.institution == institution, rule.c.name == name
    )


def collection_id(institution: str, name: str) -> Select[str]:
    """The id of the collection of this id or name; an id goes first."""
    return (
        select(collection.c.collection_id)
        .where(
            collection.c.institution == institution,
            or_(collection.c.collection_id == name, collection.c.name == name),
        )
        .order_by(collection.c.collection_id != name)
    )


def endpoint_id(institution: str, name: str) -> Select[str]:
    """The id of the endpoint, if there is one of this id."""
    return select(endpoint.c.endpoint_id).where(
        endpoint.c.institution == institution, endpoint.c.endpoint_id == name
    )


def set_id(institution: str, name: str) -> Select[str]:
    """The id of the set of this id or name; an id goes first."""
    return (
        select(record_set.c.set_id)
        .where(
            record_set.c.institution == institution,
            or_(record_set.c.set_id == name, record_set.c.name == name),
        )
        .order_by(record_set.c.set_id != name)
    )


_QUERIES = {
    "rule": rule_text,
    "collection": collection_id,
    "endpoint": endpoint_id,
    "set": set_id,
}
