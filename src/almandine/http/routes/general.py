"""The institution, and the test of a key."""

from collections.abc import Sequence

from almandine.engine.configuration import Institution
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.wire import general as wire
from almandine.wire.links import Links
from almandine.wire.texts import Coded


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def check_reading(call: Call) -> wire.Test:
        """Tell whether the key may read, and whose it is."""
        return wire.readable(call.institution)

    def check_writing(_call: Call) -> wire.Test:
        """Tell whether the key may write."""
        return wire.WRITABLE

    def get_general(call: Call) -> wire.General:
        """Return the institution."""
        with services.store_of(call.institution).read() as tx:
            institution = tx.configuration.institution()
        return show_institution(institution, call.links)

    return (
        Route(method="GET", path="/test", answer=check_reading, at_once=True),
        Route(method="POST", path="/test", answer=check_writing, at_once=True),
        Route(method="GET", path="/general", answer=get_general),
    )


def show_institution(institution: Institution, links: Links) -> wire.General:
    """Put the institution on the wire; the service itself is its Alma."""
    return wire.General(
        institution=Coded(value=institution.code, desc=institution.name),
        alma_url=f"{links.origin}/",
        environment_type="production",
    )
