"""What an import matched: each incoming record, and the records it fits."""

from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.imports.line import Line
from almandine.engine.imports.populations import (
    MULTI_MATCHES,
    SINGLE_MATCHES,
    populations_of,
)
from almandine.engine.imports.profile import ImportProfile
from almandine.engine.parameters import bind
from almandine.engine.ports import Tx
from almandine.engine.run import Run
from almandine.http.call import Call
from almandine.http.route import Route
from almandine.http.routes.instances import INSTANCE, find_run
from almandine.http.services import Services
from almandine.records.matching.methods import MatchMethod
from almandine.wire import findings as wire

POPULATIONS: Final = (SINGLE_MATCHES, MULTI_MATCHES)
_METHODS: Final = ("match", "serials")


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
        methods = methods_of(dict(run.settings))
        return wire.Matches(
            total_record_count=total,
            match=tuple(show_match(line, methods) for line in lines),
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


def methods_of(settings: Mapping[str, str]) -> Sequence[MatchMethod]:
    """Return the methods of an import: that of serials, if it has one, behind."""
    chosen = {name: settings[name] for name in _METHODS if name in settings}
    profile = bind(ImportProfile, chosen)
    return [profile.match, profile.serials] if profile.serials else [profile.match]


def show_match(line: Line, methods: Sequence[MatchMethod]) -> wire.Match:
    """Put a match on the wire, with the first method that knows its key."""
    kind = line.key.partition(":")[0]
    method = next((one for one in methods if one.looks_at(kind)), methods[0])
    return wire.Match(
        incoming_record_id=line.number,
        mms_ids=",".join(line.matches),
        match_method=method,
    )
