"""`almandine migrate`: bring the tables up to date."""

import rich_click as click

from almandine.cli.places import Place, on_data


@click.command("migrate")
@on_data
def migrate(place: Place) -> None:
    """Make or update the tables of a data directory.

    Every other command does this too, so it is only needed to do it ahead of
    time. Doing it again changes nothing.

    Example: almandine migrate --data /srv/almandine
    """
    with place.opened():
        click.echo(f"The tables in {place.data} are up to date.")
