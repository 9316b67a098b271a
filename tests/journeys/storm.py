"""A storm of run requests, and what must be true of the service afterwards.

The storm is more than the thresholds allow, from many clients, at several server
processes at once. What was accepted is in the run table; it is judged from there.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Final

from sqlalchemy import select

from almandine.app import App
from almandine.cli.workers import alive
from almandine.engine.access import Access, Area
from almandine.engine.run import Origin
from almandine.engine.thresholds import Limits
from almandine.records.sample import marc_stream
from almandine.store.load import Destination, load_bibs
from almandine.store.tables.runs import run
from journeys.clients import Answer, Order

INSTITUTION: Final = "01STORM_INST"

OVERLAP: Final = "60347"
TOO_MANY_RUNNING: Final = "402222"
TOO_MANY_STARTS: Final = "402223"

UNCERTAINTY: Final = timedelta(seconds=5)
"""How much later than its `ended_at` the end of a run may have been committed."""

_PATIENCE: Final = 60
"""Seconds until workers must be there."""
_LOOK_EVERY: Final = 0.05
"""Seconds."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_CODE: Final = re.compile(rb"<errorCode>([^<]*)</errorCode>")
_INSTANCE: Final = re.compile(rb'/instances/([0-9]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a run was unfinished: from its submission to before its end (UTC)."""

    run_id: str
    job_id: str
    set_id: str
    began: datetime
    ended: datetime = _NEVER


def wait_for_workers(app: App, *, workers: int) -> None:
    """Wait until so many workers show that they live.

    Raises:
        TimeoutError: when they do not.
    """
    until = time.monotonic() + _PATIENCE
    while alive(app) < workers:
        if time.monotonic() > until:
            raise TimeoutError("the workers do not come up; see serve.log")
        time.sleep(_LOOK_EVERY)


def api_runs(app: App, institution: str) -> list[Span]:
    """Return the runs that the API started, in order of submission."""
    query = (
        select(run)
        .where(run.c.institution == institution, run.c.origin == Origin.API)
        .order_by(run.c.submitted_at)
    )
    with app.database.reading() as connection:
        return [
            Span(
                run_id=row.run_id,
                job_id=row.job_id,
                set_id=row.set_id,
                began=row.submitted_at,
                ended=row.ended_at or _NEVER,
            )
            for row in connection.execute(query)
        ]


def most_at_once(spans: Iterable[Span]) -> int:
    """Return how many runs were unfinished at the worst moment."""
    moments = [(span.began, 1) for span in spans]
    moments += [(span.ended, -1) for span in spans]
    # At the same instant an end comes before a beginning.
    depth = worst = 0
    for _, step in sorted(moments):
        depth += step
        worst = max(worst, depth)
    return worst


def most_starts(spans: Iterable[Span], window: timedelta) -> int:
    """Return how often some job was started within a window, wherever it lies."""
    starts: dict[str, list[datetime]] = defaultdict(list)
    for span in spans:
        starts[span.job_id].append(span.began)
    return max(
        (
            sum(first <= other < first + window for other in of_job)
            for of_job in starts.values()
            for first in of_job
        ),
        default=0,
    )


def violations(
    answers: Sequence[Answer], spans: Sequence[Span], limits: Limits
) -> Iterator[str]:
    """Yield in words whatever must not have happened."""
    if (depth := most_at_once(spans)) > limits.max_running:
        yield f"{depth} runs were unfinished at once"
    if (starts := most_starts(spans, limits.window)) > limits.max_starts:
        yield f"a job was started {starts} times in {limits.window}"
    accepted = sorted(run_id_of(each) for each in answers if each.status == 200)
    if accepted != sorted(span.run_id for span in spans):
        yield f"{len(accepted)} requests were accepted, {len(spans)} runs are stored"
    for answer in answers:
        if answer.status != 200 and not _was_right(answer, spans, limits):
            order = answer.order
            said = f"{answer.status} {code_of(answer)}"
            yield f"{said} for {order.job_id} on {order.set_id} at {answer.sent_at}"


def code_of(answer: Answer) -> str:
    """Return the code of a refusal, empty where there is none."""
    found = _CODE.search(answer.body)
    return found[1].decode() if found else ""


def run_id_of(answer: Answer) -> str:
    """Return the id of the run that was started, empty where none was."""
    found = _INSTANCE.search(answer.body)
    return found[1].decode() if found else ""


def _was_right(answer: Answer, spans: Sequence[Span], limits: Limits) -> bool:
    """Tell whether a refusal gave a reason that held while it was given."""
    order = answer.order
    meanwhile = [
        span
        for span in spans
        if span.began <= answer.received_at
        and answer.sent_at - UNCERTAINTY < span.ended
    ]
    since = answer.sent_at - limits.window
    reasons = {
        OVERLAP: any(
            (span.job_id, span.set_id) == (order.job_id, order.set_id)
            for span in meanwhile
        ),
        TOO_MANY_RUNNING: len(meanwhile) >= limits.max_running,
        TOO_MANY_STARTS: limits.max_starts
        <= sum(
            span.job_id == order.job_id and since < span.began <= answer.received_at
            for span in spans
        ),
    }
    return answer.status == 400 and reasons.get(code_of(answer), False)


def prepare(app: App, *, jobs: int, sets: int, bibs: int) -> str:
    """Make an institution with jobs, sets and bibs; return an API key."""
    app.prepare()
    app.configure(_configuration(jobs, sets))
    into = Destination(app.database, INSTITUTION, app.env.now)
    load_bibs(BytesIO(b"".join(marc_stream(1, bibs, 0))), into)
    grants = {Area.CONF: Access.READ_WRITE}
    return app.keys().create(INSTITUTION, "storm", grants)[1]


def _configuration(jobs: int, sets: int) -> str:
    """Describe an institution in which every set holds every bib."""
    of_jobs = "".join(
        f'[[jobs]]\nid = "M{9000 + number}"\ntype = "export_bibs"\n'
        for number in range(jobs)
    )
    of_sets = "".join(
        f'[[sets]]\nid = "{7000 + number}"\nname = "All, {number}"\n'
        'content = "BIB_MMS"\n'
        "query = 'BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)'\n"
        for number in range(sets)
    )
    return f"""\
[institution]
code = "{INSTITUTION}"
name = "Storm"
suffix = "0101"
timezone = "UTC"
currency = "EUR"
{of_jobs}{of_sets}"""


def orders(
    number: int, *, jobs: int, sets: int, secret: str, seed: int = 1
) -> list[Order]:
    """Return requests for jobs and sets of `configuration`, in a seeded disorder."""
    chance = Random(seed)  # noqa: S311 - no secret
    return [
        Order(
            f"M{9000 + chance.randrange(jobs)}",
            str(7000 + chance.randrange(sets)),
            secret,
        )
        for _ in range(number)
    ]
