"""Checks of workers, runs and what they leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from almandine.cli.doctor.finding import Finding, failed, ok, warning
from almandine.runners.dispatch import Dispatched

LONG: Final = timedelta(hours=1)
"""After so long in one status, a run is looked at twice."""

_SHOWN: Final = 5

Key = tuple[str, str]
"""Institution and run id."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that has not ended."""

    key: Key
    since: datetime
    """When it came into its status (UTC)."""
    done: int
    """Records that it has dealt with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is."""

    now: datetime
    alive: int
    """Workers seen within the last seconds."""
    silent: Sequence[str] = ()
    """Workers that were not, and that nobody has buried."""
    unfinished: Sequence[Unfinished] = ()
    later: Sequence[Unfinished] = ()
    """The same some seconds later; empty where nothing called for a second look."""
    dispatched: Dispatched = frozenset()
    parts: Sequence[Key] = ()
    """Runs that have parts of files on disk."""
    zones: Sequence[str] = ()
    """Time zones of institutions that are not known here."""
    restoring: bool = False
    """Whether files of a restore that did not end are there."""


def check_work(facts: Work) -> Iterator[Finding]:
    """Yield what there is to say."""
    yield _zones(facts.zones)
    yield _workers(facts)
    yield _orphans(facts)
    yield _stuck(facts)
    yield _left_over(facts)


def _zones(unknown: Sequence[str]) -> Finding:
    if unknown:
        advice = "install the package tzdata, or correct the configuration"
        return failed("time zones", f"not known: {', '.join(unknown)}", advice)
    return ok("time zones", "those of all institutions are known")


def _workers(facts: Work) -> Finding:
    waiting = len(facts.unfinished)
    found = f"{facts.alive} alive, {waiting} runs unfinished"
    if waiting and not facts.alive:
        advice = "start some: `almandine serve`, or `almandine worker` on any machine"
        return warning("workers", found, advice)
    if facts.silent and not facts.alive:
        found = f"{found}; silent: {', '.join(facts.silent)}"
    return ok("workers", found)


def _orphans(facts: Work) -> Finding:
    lost = [run.key for run in facts.unfinished if run.key not in facts.dispatched]
    if lost:
        return failed(
            "queue",
            f"nobody will carry out {_named(lost)}",
            "`almandine backup`, and `almandine restore` in an empty place: it queues"
            " them again",
        )
    return ok("queue", "every unfinished run is in it, or with a worker")


def _stuck(facts: Work) -> Finding:
    before = {run.key: run.done for run in facts.unfinished}
    stuck = [
        run.key
        for run in facts.later
        if facts.now - run.since > LONG and before.get(run.key) == run.done
    ]
    if stuck:
        return warning(
            "progress",
            f"no record dealt with while looking, and more than an hour in one status:"
            f" {_named(stuck)}",
            "see the log of the workers; `almandine jobs abort` stops a run",
        )
    return ok("progress", "no run stands still")


def _left_over(facts: Work) -> Finding:
    unfinished = {run.key for run in facts.unfinished}
    left = [key for key in facts.parts if key not in unfinished]
    if facts.restoring:
        advice = "where no restore is under way: remove `.restoring`"
        return warning("leftovers", "files of a restore that did not end", advice)
    if left:
        return warning(
            "leftovers",
            f"parts of files of runs that have ended: {_named(left)}",
            "remove the directory `.parts` among their artifacts",
        )
    return ok("leftovers", "none")


def _named(keys: Sequence[Key]) -> str:
    more = len(keys) - _SHOWN
    named = ", ".join(" ".join(key) for key in keys[:_SHOWN])
    return f"{named} and {more} more" if more > 0 else named
