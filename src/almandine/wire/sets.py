"""Sets of records and their members. Source: CONTRACT 6."""

from datetime import datetime
from typing import Annotated, ClassVar

from almandine.wire.description import ATTRIBUTE, WireObject
from almandine.wire.texts import Coded, Linked


class Member(WireObject, frozen=True):
    """One record of a set."""

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    description: str | None = None


class Members(WireObject, frozen=True):
    """A page of members, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    member: tuple[Member, ...] = ()


class Set(WireObject, frozen=True):
    """A set; also the body that creates or changes one."""

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    name: str | None = None
    description: str | None = None
    type: Coded | None = None
    content: Coded | None = None
    private: Coded | None = None
    status: Coded | None = None
    status_date: datetime | None = None
    note: str | None = None
    created_by: Coded | None = None
    created_date: datetime | None = None
    query: Coded | None = None
    """A logical set's condition; `desc` is the same for people."""
    number_of_members: Linked | None = None
    members: Members | None = None
    """An object in JSON too, not the bare list that rule 3 would make of it."""
    additional_info: Linked | None = None
    """The run that fills the set; only when a job makes it."""
    origin: Coded | None = None


class Sets(WireObject, frozen=True):
    """A page of sets, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    set: tuple[Set, ...] = ()


class MembersRequest(WireObject, frozen=True):
    """The body that adds, deletes or replaces members.

    Clients send a set with members in it, or the members alone.
    """

    roots: ClassVar[tuple[str, ...]] = ("set", "members")

    members: Members | None = None
    member: tuple[Member, ...] = ()

    @property
    def ids(self) -> tuple[str | None, ...]:
        """Ids in the order of the body, in whichever shape they came."""
        nested = self.members.member if self.members else ()
        return tuple(member.id for member in (*nested, *self.member))
