"""One run of a job, as its client sees it: from the request to the end it polls for."""

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Final

from bench.figures import JobRun
from bench.fingerprints import records_in
from bench.peers import Task
from bench.polling import until_next_look
from bench.processes import Watch
from bench.sites import Library, Running
from bench.works import HALF, SET_ID, Work
from journeys.clients import HOST, Order, send
from journeys.storm import run_id_of

_PATIENCE: Final = 60
"""Seconds until a worker must have taken a run up."""
_WHOLE: Final = 100.0
"""Percent."""
_ELEMENT: Final = r"<{0}[^>]*>([^<]*)</{0}>"


@dataclass(frozen=True, slots=True)
class Story:
    """What polling showed."""

    last: str
    """The answer that shows the end."""
    progress: Sequence[float]
    """In percent, look by look."""


def outcome(up: Running, library: Library, work: Work) -> JobRun:
    """Have a job done, and return what it took."""
    site = up.site
    ask, number = site.next_turn(library, work)
    order = Order(ask.job_id, SET_ID, library.secret, ask.parameters)
    computed, logged = site.kind.cpu(), site.kind.written(site.home)
    with Watch(up.server.pid, up.began) as watch:
        began = time.perf_counter()
        (answer,) = send([order], ports=[up.server.port], clients=1).answers
        run_id = run_id_of(answer)
        if not run_id:
            raise RuntimeError(answer.body.decode())
        story = _polled(up, order, run_id)
        wall = time.perf_counter() - began
        processes = watch.taken()
    start, end = (_instant(story.last, name) for name in ("start_time", "end_time"))
    is_first_copy = work.task is Task.COPY and not number
    run = JobRun(
        database=site.kind.name,
        workers=up.workers,
        job=work.title,
        source=library.source.name,
        records=library.source.records,
        members=library.members,
        is_half=library.code == HALF,
        seconds=(end - start).total_seconds(),
        wall=wall,
        status=_text(story.last, "status"),
        changed=_changed(up, library, run_id) if is_first_copy else None,
        looks=len(story.progress),
        faults=list(faults_of(story.progress)),
        processes=processes,
        database_cpu=_since(computed, site.kind.cpu()),
        wal=_since(logged, site.kind.written(site.home)),
    )
    # A run of MARCXML leaves more than the records' own size behind.
    shutil.rmtree(_made(up, library, run_id), ignore_errors=True)
    return run


def _since(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _polled(up: Running, order: Order, run_id: str) -> Story:
    """Poll the instance until it shows when it ended."""
    path = f"/almaws/v1/conf/jobs/{order.job_id}/instances/{run_id}"
    headers = {"authorization": f"apikey {order.secret}", "accept": "application/xml"}
    began = time.monotonic()
    progress: list[float] = []
    with closing(HTTPConnection(HOST, up.server.port)) as connection:
        while True:
            connection.request("GET", path, headers=headers)
            shown = connection.getresponse().read().decode()
            progress.append(float(_text(shown, "progress")))
            if "<end_time>" in shown:
                return Story(shown, progress)
            taken = time.monotonic() - began
            if _text(shown, "status") == "QUEUED" and taken > _PATIENCE:
                raise TimeoutError("no worker takes the run up")
            time.sleep(until_next_look(taken))


def faults_of(progress: Sequence[float]) -> Iterator[str]:
    """Yield in words what progress must never do."""
    if max(progress) > _WHOLE:
        yield f"progress showed {max(progress):g} %"
    for before, after in pairwise(progress):
        if after < before:
            yield f"progress fell from {before:g} to {after:g} %"
    if progress[-1] != _WHOLE:
        yield f"progress ended at {progress[-1]:g} %"


def _text(shown: str, name: str) -> str:
    found = re.search(_ELEMENT.format(name), shown)
    if found is None:
        raise LookupError(f"no {name} in {shown}")
    return found[1]


def _instant(shown: str, name: str) -> datetime:
    return datetime.fromisoformat(_text(shown, name))


def _changed(up: Running, library: Library, run_id: str) -> int:
    """Count the records that a file has not as they were loaded."""
    (file,) = _made(up, library, run_id).glob("*.mrc")
    return (records_in(library.source.path) - records_in(file)).total()


def _made(up: Running, library: Library, run_id: str) -> Path:
    """Return the directory of what a run made."""
    return up.site.app.workspace_of(library.code).path(run_id, "x").parent
