"""`almandine endpoints`: where files go and come from, and whether they can."""

import rich_click as click

from almandine.cli.declare import argument
from almandine.cli.failures import Failure, Group
from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.engine.ports import EndpointFailed


@click.group("endpoints", cls=Group)
def endpoints() -> None:
    """List endpoints, and try whether files can be delivered to them."""


@endpoints.command("list")
@as_json
@at_institution
def list_endpoints(site: Site, *, json_wanted: bool) -> None:
    """List the endpoints, without their secrets."""
    with site.store.read() as tx:
        found = tx.configuration.endpoints()
    rows = [(each.endpoint_id, each.kind, each.place) for each in found]
    show_rows(("id", "kind", "place"), rows, json_wanted=json_wanted)


@endpoints.command("test")
@argument("endpoint_id", metavar="ID")
@at_institution
def test_endpoint(site: Site, endpoint_id: str) -> None:
    """Write, read, rename and remove a small file at an endpoint.

    Says what is wrong, and what to do; exits with 1 then.

    Example: almandine endpoints test vendor
    """
    try:
        with site.app.endpoints_of(site.code).open(endpoint_id) as opened:
            opened.check()
    except EndpointFailed as failed:
        raise Failure(f"endpoint {endpoint_id}: {failed}") from None
    click.echo(f"Endpoint {endpoint_id} takes files, keeps them and gives them back.")
