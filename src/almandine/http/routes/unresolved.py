"""Our own API over what imports left to be decided: list it, and decide."""

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from almandine.engine.imports.line import Unresolved
from almandine.engine.imports.resolve import (
    choice_text,
    choose,
    read_choice,
    waiting_run,
)
from almandine.http.mount import AnyRequest, institution_of
from almandine.http.routes.one_run import RUN
from almandine.http.services import Services

UNRESOLVED: Final = f"{RUN}/unresolved"
_MOST: Final = 1000

_Number = Annotated[int, QueryParameter(ge=0, lt=2**31)]
_Limit = Annotated[int, QueryParameter(ge=0, le=_MOST)]


class UnresolvedView(msgspec.Struct, frozen=True, kw_only=True):
    """A record that an import left to be decided on."""

    file: int
    """Number of its file within the run."""
    position: int
    """Which record of the file it is, from 1."""
    number: str
    """The 001 that it came with."""
    key: str
    """What it was matched by."""
    matches: list[str]
    """MMS IDs of the records that it matches."""
    choice: str | None
    """What was decided: one of those, `new` or `skip`; null where nothing was."""


class ChoiceBody(msgspec.Struct, frozen=True):
    """What is decided on a record."""

    file: int
    position: int
    choice: str
    """One of the record's matches, `new` or `skip`."""


def handlers(services: Services) -> Sequence[HTTPRouteHandler]:
    """Return the handlers of this file, bound to the services they call."""

    @get(UNRESOLVED, sync_to_thread=True)
    def list_unresolved(
        request: AnyRequest,
        run_id: FromPath[str],
        after_file: _Number = 0,
        after_position: _Number = 0,
        limit: _Limit = 100,
    ) -> list[UnresolvedView]:
        """Return the records of an import that wait, in the order of its files."""
        with services.store_of(institution_of(request)).read() as tx:
            waiting_run(run_id, tx)
            found = tx.imports.unresolved(
                run_id, after=(after_file, after_position), limit=limit
            )
        return [show_unresolved(each) for each in found]

    @post(UNRESOLVED, status_code=200, sync_to_thread=True)
    def decide(
        request: AnyRequest, run_id: FromPath[str], data: JSONBody[ChoiceBody]
    ) -> ChoiceBody:
        """Decide on a record; it is carried out once the run is resumed."""
        line, choice = (data.file, data.position), read_choice(data.choice)
        store = services.store_of(institution_of(request))
        with store.write(durable=True) as tx:
            choose(run_id, line, choice, tx)
        return data

    return (list_unresolved, decide)


def show_unresolved(one: Unresolved) -> UnresolvedView:
    """Show a record that waits."""
    return UnresolvedView(
        file=one.line.file,
        position=one.line.position,
        number=one.line.number,
        key=one.line.key,
        matches=list(one.line.matches),
        choice=choice_text(one.choice),
    )
