"""The institution, its libraries and their locations. Source: CONTRACT 1."""

from typing import Annotated

from almandine.wire.description import ATTRIBUTE, TEXT, WireObject, Wrapped
from almandine.wire.texts import Coded, Linked


class Digital(WireObject, frozen=True):
    """Where digital files are kept."""

    bucket: str | None = None
    region: str | None = None
    ingest_url: str | None = None
    delivery_url: str | None = None


class General(WireObject, frozen=True):
    """The institution."""

    institution: Coded | None = None
    alma_url: str | None = None
    environment_type: str | None = None
    digital: Digital | None = None


class Library(WireObject, frozen=True):
    """A library of the institution."""

    link: Annotated[str | None, ATTRIBUTE] = None
    code: str | None = None
    id: str | None = None
    path: str | None = None
    name: str | None = None
    description: str | None = None
    resource_sharing: bool | None = None
    campus: Coded | None = None
    proxy: str | None = None
    default_location: Coded | None = None
    number_of_locations: Linked | None = None
    number_of_circ_desks: Linked | None = None


class Libraries(WireObject, frozen=True):
    """The libraries of the institution."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    library: tuple[Library, ...] = ()


class CirculationDesk(WireObject, frozen=True):
    """A desk that serves a location."""

    link: Annotated[str | None, ATTRIBUTE] = None
    circ_desk_code: str | None = None
    circ_desk_name: str | None = None
    circulation_desk_link: str | None = None
    check_in: bool | None = None
    check_out: bool | None = None
    reshelve: bool | None = None


class Location(WireObject, frozen=True):
    """A place where a library keeps items."""

    link: Annotated[str | None, ATTRIBUTE] = None
    code: str | None = None
    id: str | None = None
    name: str | None = None
    external_name: str | None = None
    type: Coded | None = None
    remote_storage: str | None = None
    map: str | None = None
    suppress_from_publishing: str | None = None
    fulfillment_unit: Coded | None = None
    circ_desk: Annotated[
        tuple[CirculationDesk, ...], Wrapped("circulationDesksList")
    ] = ()
    accession_placement: Coded | None = None
    call_number_type: Coded | None = None


class Locations(WireObject, frozen=True):
    """The locations of a library."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    location: tuple[Location, ...] = ()


class Test(WireObject, frozen=True):
    """The answer to a client that asks whether it may read, or write."""

    value: Annotated[str, TEXT] = ""


def readable(institution: str) -> Test:
    """Return the answer to GET."""
    return Test(value=f"GET - OK - institutionCode: {institution}")


WRITABLE = Test(value="POST - OK")
"""The answer to POST, which is how a client checks that it may write."""
