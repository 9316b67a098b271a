"""The members of sets: list and change them."""

from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.sets.members import MembersChange, change_members
from almandine.engine.sets.show import list_members, sized
from almandine.faults import InvalidParameter, Refused
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.services import Services
from almandine.http.shown.sets import show_member, show_set
from almandine.wire import sets as wire

_LENIENCE: Final = ("fail_on_invalid_id", "fail_on_invalid")
"""Both names are in use; either makes a change lenient."""
_BOOLEANS: Final[Mapping[str, bool]] = {"": True, "true": True, "false": False}


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_set_members(call: Call) -> wire.Members:
        """Return the members of a set, by id."""
        page = call.page()
        with services.store_of(call.institution).read() as tx:
            found = list_members(
                call.path["set_id"], limit=page.limit, offset=page.offset, sets=tx.sets
            )
        members = [show_member(each, found.content, call.links) for each in found.page]
        return wire.Members(total_record_count=found.total, member=tuple(members))

    def change_set_members(call: Call) -> wire.Set:
        """Add, delete or replace members of an itemized set."""
        change = read_change(call)
        with services.store_of(call.institution).decide() as tx:
            changed = change_members(call.path["set_id"], change, sets=tx.sets)
            return show_set(sized(changed, tx.sets), call.links)

    one = "/sets/{set_id:str}"
    return (
        Route(
            method="GET",
            path=f"{one}/members",
            answer=list_set_members,
            query=("limit", "offset"),
        ),
        *(
            Route(
                method="POST",
                path=path,
                answer=change_set_members,
                accepts=wire.MembersRequest,
                query=("op", "id_type", *_LENIENCE),
            )
            # The documentation has the first, some clients the second.
            for path in (one, f"{one}/members")
        ),
    )


def read_change(call: Call) -> MembersChange:
    """Read what is to be done to the members.

    Raises:
        Refused: with `MalformedBody`, or with `InvalidParameter` for a boolean that
            is none.
    """
    return MembersChange(
        op=call.query.get("op", "").strip(),
        ids=call.read(wire.MembersRequest).ids,
        id_type=call.query.get("id_type", "").strip(),
        strict=all(_is_true(name, call) for name in _LENIENCE),
    )


def _is_true(name: str, call: Call) -> bool:
    said = call.query.get(name, "").strip()
    # Python clients send `True` and `False`.
    if said.lower() not in _BOOLEANS:
        raise Refused(InvalidParameter(name, said, "true, false"))
    return _BOOLEANS[said.lower()]
