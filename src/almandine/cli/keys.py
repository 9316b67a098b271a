"""`almandine keys`: who may call the API."""

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.failures import Failure, Group
from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.engine.access import format_grants, parse_grants


@click.group("keys", cls=Group)
def keys() -> None:
    """Create, list and revoke API keys."""


@keys.command("create")
@option("--name", required=True, help="Whose it is; runs show it as their submitter.")
@option(
    "--area",
    "areas",
    multiple=True,
    required=True,
    metavar="AREA[:ro]",
    help="conf, bibs, users or acq, with :ro to read only. Repeatable.",
)
@at_institution
def create(site: Site, name: str, areas: tuple[str, ...]) -> None:
    """Make a key and print it, alone, on standard output.

    It is shown this once: what is stored cannot be turned back into it.

    Example: KEY=$(almandine keys create --name cron --area conf --area bibs:ro)
    """
    _, secret = site.app.keys().create(site.code, name, parse_grants(areas))
    click.echo(secret)


@keys.command("list")
@as_json
@at_institution
def list_keys(site: Site, *, json_wanted: bool) -> None:
    """List keys, without their secrets."""
    rows = [
        (key.key_id, key.name, " ".join(format_grants(key.grants)), key.last_used)
        for key in site.app.keys().list(site.code)
    ]
    columns = ("id", "name", "areas", "last_used")
    show_rows(columns, rows, json_wanted=json_wanted)


@keys.command("revoke")
@argument("key_id")
@at_institution
def revoke(site: Site, key_id: str) -> None:
    """Close the key with this id for good, within a second."""
    if not site.app.keys().revoke(site.code, key_id):
        raise Failure(f"there is no key {key_id}; `almandine keys list` shows them")
    click.echo(f"Key {key_id} is revoked.")
