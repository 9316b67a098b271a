"""kill -9 at each step of a delivery: the run goes on (R1b).

What has arrived is taken away before it does, as receivers do.
"""

import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Final

import pytest

from almandine.delivery.transfer import is_arriving
from almandine.engine.run import Origin, Run, Status
from databases.homes import Home
from endpoints.configured import configuration
from endpoints.fault_plans import NO_LIMITS
from endpoints.offices import HERE, KINDS, Site, site_of, taken_from
from endpoints.s3_server import S3Site
from store.depot import SEND, add_depot, add_requests, request, waiting
from store.workshop import EXPORT, Workshop

FEWEST: Final = 7
"""Steps of any delivery."""
MOST: Final = 40
FILES: Final = 3
"""Of an export."""
STRIDE: Final = 3
"""No more steps than there are between a file's final name and the ledger."""

Mortal = Callable[[str, int], int]
"""From a run and a step to how the process ended."""


@contextmanager
def mortals(home: Home) -> Generator[Mortal]:
    """Start the process that has others carry runs out."""
    command = [sys.executable, "-m", "endpoints.dying", str(home.directory), home.url]
    process = subprocess.Popen(  # noqa: S603 - our own
        [*command, HERE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    with process, closing(process.stdin) as orders:
        answers = process.stdout

        def carry_out(run_id: str, fatal: int) -> int:
            orders.write(f"{run_id}\t{fatal}\n")
            orders.flush()
            return int(answers.readline())

        yield carry_out


@contextmanager
def depot(home: Home, endpoint_of: Site) -> Generator[Workshop]:
    with closing(Workshop(home, chosen={"endpoint_hosts": (HERE,)})) as site:
        site.app.configure(configuration([("robot", endpoint_of.endpoint())]))
        add_depot(site)
        site.add_job(replace(SEND, settings=(*SEND.settings, ("directory", "in"))))
        yield site


def submitted(site: Workshop, number: int) -> str:
    add_requests(site, request(number))
    return site.submit("S64", origin=Origin.SCHEDULE, limits=NO_LIMITS).run_id


def end_of(site: Workshop, run_id: str) -> Run:
    """Take a run over, and carry it to its end."""
    site.at_bench().execute(run_id)
    return site.run_of(run_id)


@pytest.mark.parametrize("kind", ["directory", *KINDS])
def test_a_killed_delivery_is_done_again_and_counted_once(
    home: Home, tmp_path: Path, kind: str
) -> None:
    with (
        site_of(kind, tmp_path / f"kills-{kind}" / "root") as server,
        depot(home, server) as site,
        mortals(home) as carry_out,
    ):
        ended = fatal = 0
        for fatal in count(1):
            run_id = submitted(site, fatal)
            ended = carry_out(run_id, fatal)
            if ended != -SIGKILL:
                break
            assert waiting(site) == [f"88{fatal}"]
            assert end_of(site, run_id).status is Status.COMPLETED_SUCCESS
            check_delivered(site, server, run_id)
            taken_from(server)
            assert fatal < MOST
    assert (ended, fatal > FEWEST) == (0, True)


@pytest.mark.parametrize("kind", ["directory", *KINDS])
def test_of_many_files_those_in_the_ledger_are_not_sent_again(
    home: Home, tmp_path: Path, kind: str
) -> None:
    with (
        site_of(kind, tmp_path / f"files-{kind}" / "root") as server,
        depot(home, server) as site,
        mortals(home) as carry_out,
    ):
        set_id = site.set_of_bibs(FILES)
        seen_again = ended = fatal = 0
        for fatal in count(1, STRIDE):
            run_id = exported(site, set_id)
            ended = carry_out(run_id, fatal)
            early, counted = taken(server), recorded(site, run_id)
            if ended != -SIGKILL:
                break
            assert end_of(site, run_id).status is Status.COMPLETED_SUCCESS
            late = taken(server)
            check_once(early, late, counted, files=site.files_of(run_id))
            assert len(recorded(site, run_id)) == FILES
            seen_again += len(set(early) & set(late))
            assert fatal < FILES * MOST
    assert (ended, fatal > FILES * FEWEST, seen_again >= FILES) == (0, True, True)


def exported(site: Workshop, set_id: str) -> str:
    """Submit an export that delivers one file for each bib."""
    chosen = [
        ("task_ExportBibParams_outputFormat_string", "ISO2709"),
        ("task_ExportBibParams_maxSize_string", "1"),
        ("task_ExportParams_ftpConfig_string", "robot"),
    ]
    return site.submit(EXPORT, set_id, chosen, limits=NO_LIMITS).run_id


def taken(server: Site) -> dict[str, bytes]:
    """Take what has its final name; what is arriving is left to the next sender."""
    found = dict(server.trouble.listing())
    arrived = {name: data for name, data in found.items() if not is_arriving(name)}
    if isinstance(server, S3Site):
        server.clear()
    else:
        for name in arrived:
            (server.root / name).unlink()
    return arrived


def recorded(site: Workshop, run_id: str) -> set[str]:
    """Return the names of a run's files that are in the ledger."""
    with site.store.read() as tx:
        return {each.name for each in tx.artifacts.deliveries(run_id)}


def check_once(
    early: Mapping[str, bytes],
    late: Mapping[str, bytes],
    counted: set[str],
    *,
    files: Mapping[str, bytes],
) -> None:
    """Compare what a receiver found with what was made.

    A file comes again when its sender died between its arrival and the ledger.
    """
    in_the_gap = set(early) - counted
    assert {**early, **late} == files
    assert set(early) & set(late) == in_the_gap
    assert counted <= set(early)
    assert len(in_the_gap) <= 1


def check_delivered(site: Workshop, server: Site, run_id: str) -> None:
    made = {f"in/{name}": data for name, data in site.files_of(run_id).items()}
    counted = [path for id_, path in site.deliveries() if id_ == run_id]
    assert (len(made), dict(server.trouble.listing())) == (1, made)
    assert (waiting(site), len(counted)) == ([], 1)
