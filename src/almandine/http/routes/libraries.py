"""The libraries of the institution, and their locations."""

from collections.abc import Sequence
from typing import Final

from almandine.engine import configuration as engine
from almandine.faults import Refused, UnknownLibrary
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.wire import general as wire
from almandine.wire.links import Links
from almandine.wire.texts import Linked

_LIBRARY: Final = "/libraries/{library:str}"


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_libraries(call: Call) -> wire.Libraries:
        """Return all libraries."""
        with services.store_of(call.institution).read() as tx:
            libraries = tx.configuration.libraries()
        return wire.Libraries(
            total_record_count=len(libraries),
            library=tuple(show_library(each, call.links) for each in libraries),
        )

    def get_library(call: Call) -> wire.Library:
        """Return one library."""
        with services.store_of(call.institution).read() as tx:
            library = find_library(tx.configuration, call.path["library"])
            locations = tx.configuration.locations(library.code)
        return show_library(library, call.links, locations=len(locations))

    def list_locations(call: Call) -> wire.Locations:
        """Return the locations of a library."""
        with services.store_of(call.institution).read() as tx:
            library = find_library(tx.configuration, call.path["library"])
            locations = tx.configuration.locations(library.code)
        return wire.Locations(
            total_record_count=len(locations),
            location=tuple(show_location(each, call.links) for each in locations),
        )

    return (
        Route(method="GET", path="/libraries", answer=list_libraries),
        Route(method="GET", path=_LIBRARY, answer=get_library),
        Route(method="GET", path=f"{_LIBRARY}/locations", answer=list_locations),
    )


def find_library(configuration: engine.Configuration, code: str) -> engine.Library:
    """Return the library with this code.

    Raises:
        Refused: with `UnknownLibrary`.
    """
    library = configuration.library(code)
    if library is None:
        raise Refused(UnknownLibrary(code))
    return library


def show_library(
    library: engine.Library, links: Links, *, locations: int | None = None
) -> wire.Library:
    """Put a library on the wire."""
    return wire.Library(
        link=links.library(library.code),
        code=library.code,
        id=library.library_id,
        name=library.name,
        description=library.description or None,
        resource_sharing=library.resource_sharing,
        number_of_locations=None
        if locations is None
        else Linked(link=links.locations(library.code), value=str(locations)),
    )


def show_location(location: engine.Location, links: Links) -> wire.Location:
    """Put a location on the wire."""
    return wire.Location(
        link=links.location(location.library, location.code),
        code=location.code,
        name=location.name,
        external_name=location.external_name or location.name,
        remote_storage=location.remote_storage or None,
        suppress_from_publishing="true" if location.suppressed else "false",
    )
