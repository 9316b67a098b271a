"""One set: look at it, change what is said of it, delete it."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.sets.delete import delete
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.show import show, sized
from almandine.engine.sets.update import update
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.http.shown.sets import show_set
from almandine.wire import sets as wire
from almandine.wire.texts import Coded

_SET: Final = "/sets/{set_id:str}"


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

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

    return (
        Route(method="GET", path=_SET, answer=get_set),
        Route(method="PUT", path=_SET, answer=update_set, accepts=wire.Set),
        Route(method="DELETE", path=_SET, answer=delete_set),
    )


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
