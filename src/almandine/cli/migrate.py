"""`almandine migrate`: bring the tables up to date, or back."""

import rich_click as click

from almandine.cli.declare import option
from almandine.cli.places import Place, on_data
from almandine.store.migrations import HEAD, Move


@click.command("migrate")
@option(
    "--to",
    "revision",
    default=HEAD,
    show_default="the newest",
    metavar="REVISION",
    help="Revision of the tables to go to: an older one before an older release is"
    " installed.",
)
@on_data
def migrate(place: Place, revision: str) -> None:
    """Make or update the tables of a data directory.

    Every other command does this too, so it is only needed to do it ahead of
    time. Doing it again changes nothing, and if it is cut off, nothing is
    changed either.

    To go back to an older release, stop the service, take the tables back to the
    revision that the older release names when it refuses them, and install it before
    any other command brings them forward again. What only the newer tables can hold
    is lost.

    Example: almandine migrate --data /srv/almandine
    """
    with place.opened_as_it_is() as app:
        moved = app.make_tables(revision)
        where = "the database" if app.database.is_shared else str(place.data)
    click.echo(f"The tables in {where} {_told(moved)}.")


def _told(moved: Move) -> str:
    if moved.before == moved.after:
        return f"are at revision {moved.after} already"
    if moved.before is None:
        return f"are at revision {moved.after} now"
    return f"went from revision {moved.before} to {moved.after}"
