"""Sets: make, list, look at, change, delete."""

from collections.abc import Sequence

from almandine.engine.sets.creation import make_set
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.delete import delete
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.search import list_sets
from almandine.engine.sets.show import show, sized
from almandine.engine.sets.update import update
from almandine.env import Env
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes import set_members
from almandine.http.services import Services
from almandine.http.shown.sets import show_set
from almandine.wire import sets as wire
from almandine.wire.codes import SET_CONTENT_TYPE
from almandine.wire.texts import Coded


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

    def get_set(call: Call) -> wire.Set:
        """Return a set with its size."""
        with services.store_of(call.institution).read() as tx:
            return show_set(show(call.path["set_id"], sets=tx.sets), call.links)

    def update_set(call: Call) -> wire.Set:
        """Change what is said of a set; its members stay."""
        draft = read_draft(call.read(wire.Set))
        now = services.env.now()
        with services.store_of(call.institution).decide() as tx:
            changed = update(call.path["set_id"], draft, sets=tx.sets, now=now)
            return show_set(sized(changed, tx.sets), call.links)

    def delete_set(call: Call) -> None:
        """Forget a set; the records that it held stay."""
        with services.store_of(call.institution).decide() as tx:
            delete(call.path["set_id"], tx)

    one = "/sets/{set_id:str}"
    return (
        Route(
            method="POST",
            path="/sets",
            answer=create_set,
            accepts=wire.Set,
            query=(
                "population",
                "job_instance_id",
                "from_logical_set",
                "combine",
                "set1",
                "set2",
            ),
        ),
        Route(
            method="GET",
            path="/sets",
            answer=list_all_sets,
            query=("limit", "offset", "q", "set_type", "content_type", "set_origin"),
        ),
        Route(method="GET", path=one, answer=get_set),
        Route(method="PUT", path=one, answer=update_set, accepts=wire.Set),
        Route(method="DELETE", path=one, answer=delete_set),
        *set_members.routes(services),
    )


def creator_of(call: Call, env: Env) -> Creator:
    """Return who makes a set by this call."""
    return Creator(call.key.name, f"API, {call.key.name}", env.now())


def read_draft(body: wire.Set) -> SetDraft:
    """Take from a body what a client may say of a set."""
    return SetDraft(
        name=body.name,
        description=body.description,
        type=_value(body.type),
        content=_value(body.content),
        private=_value(body.private),
        status=_value(body.status),
        query=_value(body.query),
    )


def _value(said: Coded | None) -> str | None:
    return said.value if said else None
