"""The command line: one file a group, gathered here."""

from importlib.metadata import version

import rich_click as click

from almandine.cli.apply import apply
from almandine.cli.demo import demo
from almandine.cli.failures import Group
from almandine.cli.jobs import jobs
from almandine.cli.keys import keys
from almandine.cli.load import load
from almandine.cli.migrate import migrate
from almandine.cli.seed import seed
from almandine.cli.serve import serve
from almandine.cli.sets import sets
from almandine.cli.worker import worker


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    name="almandine",
)
@click.version_option(version("almandine"))  # pyright: ignore[reportUnknownMemberType] - partly untyped
def almandine() -> None:
    """An open, self-hosted job service that speaks the Alma Jobs API.

    To see it all at once: almandine demo

    To set it up: almandine seed (a sample institution) or almandine apply
    FILE.toml (yours), almandine load bib FILE.mrc, almandine keys create --name me
    --area conf, and then almandine serve.
    """


for command in (
    demo,
    serve,
    worker,
    migrate,
    seed,
    apply,
    load,
    keys,
    jobs,
    sets,
):
    almandine.add_command(command)


def main() -> None:
    """Run the command line."""
    almandine()
