"""`almandine seed`: the sample institution."""

import rich_click as click

from almandine.cli.declare import option
from almandine.cli.places import Place, on_data
from almandine.cli.sample import Sample, fill, is_filled
from almandine.records.sample import INSTITUTION


@click.command("seed")
@option(
    "--bibs",
    type=click.IntRange(1000),
    metavar="N",
    default=10_000,
    show_default=True,
    help="Titles; holdings and items follow from them.",
)
@option(
    "--seed",
    "number",
    type=click.IntRange(0),
    metavar="N",
    default=1,
    show_default=True,
    help="The same seed makes the same records.",
)
@on_data
def seed(place: Place, bibs: int, number: int) -> None:
    """Make the sample institution, 01ALM_INST.

    Libraries, titles with holdings, items and portfolios, users, requests, sets,
    an integration profile, normalization processes, and some past runs, one of
    them failed. Everything is made up. Doing it again changes nothing; a seed
    that was cut off is completed.

    Example: almandine seed --bibs 100000 --data sample
    """
    with place.opened() as app:
        if is_filled(app):
            click.echo(f"The sample institution is in {place.data} already.")
            return
        fill(app, Sample(bibs=bibs, seed=number))
    click.echo(f"{INSTITUTION} is in {place.data}; `almandine serve` serves it.")
