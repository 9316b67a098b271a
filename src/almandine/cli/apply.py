"""`almandine apply`: configuration as code."""

from pathlib import Path

import rich_click as click

from almandine.cli.declare import argument
from almandine.cli.failures import Failure
from almandine.cli.places import Place, on_data


@click.command("apply")
@argument("file", type=click.Path(path_type=Path, dir_okay=False))
@on_data
def apply(place: Place, file: Path) -> None:
    """Bring an institution into the state that FILE describes.

    FILE is TOML: institution, libraries and locations, sets, profiles, endpoints,
    schedules and rules, with explicit ids where scripts know them by heart. All
    of it is applied, or nothing. Applying it again changes nothing. What it does
    not mention stays as it is.

    Example: almandine apply institution.toml
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{file} cannot be read: {error}") from None
    with place.opened() as app:
        report = app.configure(text)
    for line in [*report.lines(), *report.notes]:
        click.echo(line)
