"""Sets and their members on the wire. Source: CONTRACT 6."""

from almandine.engine.run import Run
from almandine.engine.sets.ports import PlacedMember
from almandine.engine.sets.show import Sized
from almandine.records.kind import KIND_OF_CONTENT, Kind
from almandine.records.query import describe, parse
from almandine.records.sets import RecordSet
from almandine.wire import sets as wire
from almandine.wire.codes import (
    SET_CONTENT_TYPE,
    SET_ORIGIN,
    SET_PRIVACY,
    SET_STATUS,
    SET_TYPE,
)
from almandine.wire.codetables import coded
from almandine.wire.job import triggered
from almandine.wire.links import Links
from almandine.wire.texts import Coded, Linked


def show_set(found: Sized, links: Links, run: Run | None = None) -> wire.Set:
    """Put a set on the wire, with the run that filled it where one did."""
    kept = found.record_set
    members = Linked(link=links.members(kept.set_id), value=str(found.members))
    return wire.Set(
        link=links.set(kept.set_id),
        id=kept.set_id,
        name=kept.name,
        description=kept.description or None,
        type=coded(SET_TYPE, kept.type),
        content=coded(SET_CONTENT_TYPE, kept.content),
        private=coded(SET_PRIVACY, "true" if kept.private else "false"),
        status=coded(SET_STATUS, "ACTIVE" if kept.active else "INACTIVE"),
        status_date=kept.modified_at,
        created_by=Coded(value=kept.created_by),
        created_date=kept.created_at,
        query=_show_query(kept),
        number_of_members=members,
        additional_info=_show_run(run, links),
        origin=coded(SET_ORIGIN, "UI"),
    )


def _show_query(kept: RecordSet) -> Coded | None:
    if not kept.query:
        return None
    return Coded(value=kept.query, desc=describe(parse(kept.query)))


def _show_run(run: Run | None, links: Links) -> Linked | None:
    if run is None:
        return None
    link = links.instance(run.job_id, run.run_id)
    return triggered(run.run_id, run.submitted_at, link)


def show_member(member: PlacedMember, content: str, links: Links) -> wire.Member:
    """Put a member on the wire; authorities have no address."""
    return wire.Member(
        link=_link(member, KIND_OF_CONTENT[content], links),
        id=member.record_id,
        description=member.description or None,
    )


def _link(member: PlacedMember, kind: Kind, links: Links) -> str | None:
    match kind, member.within:
        case Kind.BIB, ():
            return links.bib(member.record_id)
        case Kind.USER, ():
            return links.user(member.record_id)
        case Kind.HOLDING, (mms_id,):
            return links.holding(mms_id, member.record_id)
        case Kind.PORTFOLIO, (mms_id,):
            return links.portfolio(mms_id, member.record_id)
        case Kind.ITEM, (mms_id, holding_id):
            return links.item(mms_id, holding_id, member.record_id)
        case _:
            return None
