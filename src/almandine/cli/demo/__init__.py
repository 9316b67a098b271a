"""`almandine demo`: the main job on a sample institution, through the API."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import rich_click as click
from rich.console import Console

from almandine.app import App
from almandine.cli.declare import option
from almandine.cli.demo.client import Client
from almandine.cli.demo.ending import tell_ending
from almandine.cli.demo.processes import Processes, processes
from almandine.cli.demo.story import Story
from almandine.cli.demo.tour import Tour
from almandine.cli.demo.watch import Watch
from almandine.cli.places import Place
from almandine.cli.sample import Sample, fill, is_filled
from almandine.cli.stopping import stopped_by_signal
from almandine.engine.access import parse_grants
from almandine.env import system_env
from almandine.records.sample import INSTITUTION

_LOOK_EVERY: Final = timedelta(milliseconds=200)
_SEED: Final = 1
_WORKERS: Final = 2


@click.command("demo")
@option(
    "--bibs",
    type=click.IntRange(1000),
    metavar="N",
    default=10_000,
    show_default=True,
    help="Titles of the sample institution.",
)
@option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Data directory, which is kept. Default: a temporary one.",
)
def demo(bibs: int, data: Path | None) -> None:
    """Show the main job: run jobs through the API, on real records.

    Makes a sample institution, starts the service on a free port, and walks
    through the API as a client does: list jobs, make a set, run an export, meet the
    threshold, watch the progress, read the report, open the exported file. Every
    step is checked; the command fails if one does not go as it should.

    On a terminal the service then stays up, for you to try. Nothing leaves this
    machine.
    """
    env = system_env()
    story = Story(Console(), env)
    with _directory(data) as directory, processes(directory, env) as running:
        client, link = _show(story, running, bibs)
        tell_ending(client, link, story)
        if story.console.is_terminal:
            _stay(story, directory)


@contextmanager
def _directory(chosen: Path | None) -> Generator[Path]:
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with TemporaryDirectory(prefix="almandine-demo-") as made:
        yield Path(made)


def _show(story: Story, running: Processes, bibs: int) -> tuple[Client, str]:
    """Prepare everything and take the tour; return the client and a run's link."""
    with Place(running.data).opened() as app:
        with story.step(f"Make a sample institution of {bibs:,} titles"):
            _fill(app, bibs, story)
        _, key = app.keys().create(INSTITUTION, "demo", parse_grants(["conf"]))
    with story.step("Start the service, without workers yet"):
        client = Client(running.serve(), key)
        story.say(f"{client.url} answers.")
    tour = Tour(client, story, Watch(story, running.env))
    return client, _walk(tour, running)


def _fill(app: App, bibs: int, story: Story) -> None:
    if is_filled(app):
        story.say(f"It is in {app.settings.data} already.")
    else:
        fill(app, Sample(bibs=bibs, seed=_SEED))
        story.say("Titles, holdings, items, portfolios, users, requests, sets, runs.")


def _walk(tour: Tour, running: Processes) -> str:
    """Take the tour; return the link of the export's run."""
    story, env = tour.story, running.env
    with story.step("List jobs, in XML and in JSON"):
        tour.list_jobs()
    with story.step("Make a set of all titles"):
        made = tour.make_set(f"All titles at {env.now():%Y-%m-%d %H:%M:%S}")
    with story.step("Run three jobs; a fourth is one too many (402222)"):
        links = tour.start_three(made["id"])
        tour.be_refused()
    with story.step(f"Start {_WORKERS} workers, and watch them carry the runs out"):
        for _ in range(_WORKERS):
            running.work()
        tour.follow(links)
    with story.step("Submit the fourth again: now there is room"):
        tour.start_again()
    with story.step("Read the report of the export"):
        tour.report(links[0])
    with story.step("Fetch the exported file and open it"):
        tour.fetch(links[0], int(made["number_of_members"]["value"]))
    return links[0]


def _stay(story: Story, directory: Path) -> None:
    story.heading(f"The service is up, on {directory}. Ctrl-C ends it.")
    with stopped_by_signal() as stopping:
        while not stopping():
            story.env.sleep(_LOOK_EVERY)
