"""What an import matched: each incoming record, and the records it fits."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.imports.line import Line
from almandine.engine.imports.populations import (
    MULTI_MATCHES,
    SINGLE_MATCHES,
    populations_of,
)
from almandine.engine.ports import Tx
from almandine.engine.run import Run
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes.instances import INSTANCE, find_run
from almandine.http.services import Services
from almandine.wire import findings as wire

POPULATIONS: Final = (SINGLE_MATCHES, MULTI_MATCHES)


def routes(services: Services) -> Sequence[Route]:
    """Return the routes of this file, bound to the services they call."""

    def list_matches(call: Call) -> wire.Matches:
        """Return what an import matched; runs of other jobs match nothing."""
        page = call.page()
        population = call.choice("population", allowed=POPULATIONS)
        several = population == MULTI_MATCHES
        with services.store_of(call.institution).read() as tx:
            run = find_run(tx, services.catalogue, call.path)
            total = _matches_of(run, tx, several=several)
            lines = tx.imports.matched(
                run.run_id,
                several=several,
                limit=page.limit,
                offset=page.offset,
            )
        method = dict(run.settings).get("match", "")
        return wire.Matches(
            total_record_count=total,
            match=tuple(show_match(line, method) for line in lines),
        )

    path = f"{INSTANCE}/matches"
    names = ("population", "limit", "offset")
    return (Route(method="GET", path=path, answer=list_matches, query=names),)


def _matches_of(run: Run, tx: Tx, *, several: bool) -> int:
    """Return how many matches there are, as the report counted them.

    Only a run without a report has its lines counted; one whose lines are not kept any
    more has none.
    """
    if not tx.imports.has_lines(run.run_id):
        return 0
    if counted := populations_of(run):
        return counted[MULTI_MATCHES if several else SINGLE_MATCHES]
    counts = tx.imports.counts(run.run_id)
    return counts.several if several else counts.single


def show_match(line: Line, method: str) -> wire.Match:
    """Put a match on the wire."""
    return wire.Match(
        incoming_record_id=line.number,
        mms_ids=",".join(line.matches),
        match_method=method,
    )
