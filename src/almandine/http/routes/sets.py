"""Sets: make one, and list them."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.sets.creation import make_set
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.search import list_sets
from almandine.engine.sets.show import sized
from almandine.env import Env
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes import one_set, set_members
from almandine.http.routes.one_set import read_draft
from almandine.http.services import Services
from almandine.http.shown.sets import show_set
from almandine.wire import sets as wire
from almandine.wire.codes import SET_CONTENT_TYPE

_SOURCES: Final = (
    "population",
    "job_instance_id",
    "from_logical_set",
    "combine",
    "set1",
    "set2",
)
"""What the members of a new set can come from."""


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def create_set(call: Call) -> wire.Set:
        """Make a set: an empty one, one by a query, or one of other sets."""
        draft = read_draft(call.read(wire.Set))
        creator = creator_of(call, services.env)
        with services.store_of(call.institution).decide() as tx:
            made, run = make_set(draft, call.query, creator=creator, tx=tx)
            return show_set(sized(made, tx.sets), call.links, run)

    def list_all_sets(call: Call) -> wire.Sets:
        """Return the sets that fit, newest first."""
        page = call.page()
        call.choice("content_type", allowed=tuple(SET_CONTENT_TYPE))
        with services.store_of(call.institution).read() as tx:
            found, total = list_sets(
                call.query, limit=page.limit, offset=page.offset, sets=tx.sets
            )
            shown = [show_set(sized(each, tx.sets), call.links) for each in found]
        return wire.Sets(total_record_count=total, set=tuple(shown))

    return (
        Route(
            method="POST",
            path="/sets",
            answer=create_set,
            accepts=wire.Set,
            query=_SOURCES,
        ),
        Route(
            method="GET",
            path="/sets",
            answer=list_all_sets,
            query=("limit", "offset", "q", "set_type", "content_type", "set_origin"),
        ),
        *one_set.routes(services),
        *set_members.routes(services),
    )


def creator_of(call: Call, env: Env) -> Creator:
    """Return who makes a set by this call."""
    return Creator(call.key.name, f"API, {call.key.name}", env.now())
