"""kill -9 at each step of a delivery: the run goes on (R1b)."""

import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from signal import SIGKILL
from typing import Final

import pytest

from almandine.engine.run import Origin, Run, Status
from databases.homes import Home
from endpoints.configured import configuration
from endpoints.fault_plans import NO_LIMITS
from endpoints.offices import HERE, KINDS, Site, site_of, taken_from
from store.depot import SEND, add_depot, add_requests, request, waiting
from store.workshop import Workshop

FEWEST: Final = 7
"""Steps of any delivery."""
MOST: Final = 40

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


def check_delivered(site: Workshop, server: Site, run_id: str) -> None:
    made = {f"in/{name}": data for name, data in site.files_of(run_id).items()}
    counted = [path for id_, path in site.deliveries() if id_ == run_id]
    assert (len(made), dict(server.trouble.listing())) == (1, made)
    assert (waiting(site), len(counted)) == ([], 1)
