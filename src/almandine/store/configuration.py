"""The set-up of an institution, as clients and jobs read it."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, Table, select

from almandine.engine.configuration import (
    EndpointEntry,
    Institution,
    IntegrationProfile,
    Library,
    Location,
    Place,
    ProfileParameter,
)
from almandine.store.tables import configuration as tables
from almandine.store.tables.institution import institution as institution_table


class SqlConfiguration:
    """Reads the configuration of one institution within one transaction."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def institution(self) -> Institution:
        """Return the institution itself."""
        query = select(institution_table).where(
            institution_table.c.code == self._institution
        )
        row = self._connection.execute(query).mappings().one()
        return Institution(
            code=row["code"],
            name=row["name"],
            timezone=row["timezone"],
            currency=row["currency"],
        )

    def libraries(self) -> Sequence[Library]:
        """Return all libraries by code."""
        return [_library(row) for row in self._rows(tables.library)]

    def library(self, code: str) -> Library | None:
        """Return the library, or None."""
        rows = self._rows(tables.library, code=code)
        return _library(rows[0]) if rows else None

    def locations(self, library: str) -> Sequence[Location]:
        """Return the locations of a library by code; none for an unknown one."""
        rows = self._rows(tables.location, library=library)
        return [_location(row) for row in rows]

    def suppressed_locations(self) -> frozenset[Place]:
        """Return the locations that are left out of published records."""
        rows = self._rows(tables.location, suppressed=True)
        return frozenset((row["library"], row["code"]) for row in rows)

    def collections(self) -> Mapping[str, str]:
        """Return the name of each collection by its id."""
        rows = self._rows(tables.collection)
        return {row["collection_id"]: row["name"] for row in rows}

    def profiles(self) -> Sequence[IntegrationProfile]:
        """Return all integration profiles by id, with their parameters."""
        return [_profile(row) for row in self._rows(tables.profile)]

    def profile(self, profile_id: str) -> IntegrationProfile | None:
        """Return the profile with its parameters, or None."""
        rows = self._rows(tables.profile, profile_id=profile_id)
        return _profile(rows[0]) if rows else None

    def endpoints(self) -> Sequence[EndpointEntry]:
        """Return all endpoints by id."""
        return [
            EndpointEntry(
                endpoint_id=row["endpoint_id"], kind=row["kind"], place=row["path"]
            )
            for row in self._rows(tables.endpoint)
        ]

    def _rows(self, table: Table, **where: str | bool) -> Sequence[RowMapping]:
        """Return the institution's rows with these values, by key."""
        query = select(table).where(table.c.institution == self._institution)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        ordered = query.order_by(*table.primary_key)
        return self._connection.execute(ordered).mappings().all()


def _library(row: RowMapping) -> Library:
    return Library(
        code=row["code"],
        library_id=row["library_id"],
        name=row["name"],
        description=row["description"],
        resource_sharing=row["resource_sharing"],
    )


def _location(row: RowMapping) -> Location:
    return Location(
        library=row["library"],
        code=row["code"],
        name=row["name"],
        external_name=row["external_name"],
        remote_storage=row["remote_storage"],
        suppressed=row["suppressed"],
    )


def _profile(row: RowMapping) -> IntegrationProfile:
    parameters: list[tuple[str, str, str]] = json.loads(row["parameters"])
    return IntegrationProfile(
        profile_id=row["profile_id"],
        code=row["code"],
        name=row["name"],
        type=row["type"],
        system=row["system"],
        description=row["description"],
        parameters=tuple(ProfileParameter(*each) for each in parameters),
        active=row["active"],
    )
