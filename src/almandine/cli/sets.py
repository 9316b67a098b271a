"""`almandine sets`: what jobs work on."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.failures import Group
from almandine.cli.listings import as_json, show_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.cli.user import user
from almandine.engine.ports import Tx
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.find import find_set
from almandine.engine.sets.members import MAX_MEMBERS, MembersChange, change_members
from almandine.engine.sets.search import list_sets
from almandine.engine.sets.show import show, sized
from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.sets import SetType

_EVERY = 1_000_000


@click.group("sets", cls=Group)
def sets() -> None:
    """List, show and create the sets that jobs work on."""


@sets.command("list")
@option("--name", default="", help="Only sets with these words in their name.")
@as_json
@at_institution
def list_all(site: Site, name: str, *, json_wanted: bool) -> None:
    """List sets, newest first, each with how many members it has now."""
    asked = {"q": f"name~{name}"} if name else {}
    with site.store.read() as tx:
        found, _ = list_sets(asked, limit=_EVERY, offset=0, sets=tx.sets)
        rows = [
            (each.set_id, each.name, each.content, each.type.value, count)
            for each in found
            for count in [sized(each, tx.sets).members]
        ]
    columns = ("id", "name", "content", "type", "members")
    show_rows(columns, rows, json_wanted=json_wanted)


@sets.command("show")
@argument("set_id", metavar="ID")
@as_json
@at_institution
def show_set(site: Site, set_id: str, *, json_wanted: bool) -> None:
    """Show a set."""
    with site.store.read() as tx:
        found = show(set_id, sets=tx.sets)
    one = found.record_set
    facts = {
        "id": one.set_id,
        "name": one.name,
        "description": one.description,
        "content": one.content,
        "type": one.type.value,
        "query": one.query,
        "members": found.members,
        "created_by": one.created_by,
    }
    if json_wanted:
        show_json(facts)
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ') + ':':<15}{value}")


@sets.command("create")
@argument("name")
@option(
    "--content",
    type=click.Choice(list(KIND_OF_CONTENT)),
    default="BIB_MMS",
    show_default=True,
    help="What its members are.",
)
@option("--query", metavar="QUERY", help="Makes a logical set.")
@option(
    "--members",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Makes an itemized set of the ids in FILE, one a line; - reads them here.",
)
@at_institution
def create_set(
    site: Site, name: str, content: str, query: str | None, members: TextIO | None
) -> None:
    """Create a set and print its id, alone.

    With neither --query nor --members, it is itemized and empty.

    Example: almandine sets create Gardens --query 'BIB_MMS where BIB_MMS (subjects
    CONTAIN "gardens")'

    Example: almandine sets create "Broken items" --content ITEM --members pids.txt
    """
    if query is not None and members is not None:
        raise click.UsageError("a set has a --query or --members, not both")
    draft = SetDraft(
        name=name,
        content=content,
        type=SetType.ITEMIZED if query is None else SetType.LOGICAL,
        query=query,
        private="false",
    )
    creator = Creator(user(), "", site.app.env.now())
    with site.store.decide() as tx:
        made = create(draft, creator=creator, tx=tx)
        _add(made.set_id, members or (), tx)
    click.echo(made.set_id)


def _add(set_id: str, lines: Iterable[str], tx: Tx) -> None:
    """Add all members, or none: the caller's transaction ends with a refusal."""
    ids = (line.strip() for line in lines)
    stream = iter([each for each in ids if each])
    while batch := list(islice(stream, MAX_MEMBERS)):
        change_members(set_id, MembersChange(op="add_members", ids=batch), sets=tx.sets)


@sets.command("members")
@argument("set_id", metavar="ID")
@as_json
@at_institution
def members(site: Site, set_id: str, *, json_wanted: bool) -> None:
    """Print the ids of a set's members, one a line, as `sets create` reads them."""
    with site.store.read() as tx:
        found = find_set(set_id, tx.sets)
        ids = _each(tx.sets.member_ids(found))
        show_rows(("id",), ((one,) for one in ids), json_wanted=json_wanted)


def _each(batches: Iterable[Iterable[str]]) -> Iterator[str]:
    for batch in batches:
        yield from batch
