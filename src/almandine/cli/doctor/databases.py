"""Checks of the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from almandine.cli.doctor.finding import Finding, failed, ok, warning
from almandine.store.migrations import HEAD, REVISIONS
from almandine.store.postgres import OLDEST

_OLDEST: Final = {"postgresql": (OLDEST,), "sqlite": (3, 35)}
"""SQLite: the first that returns the rows it wrote."""
_CLOCKS: Final = timedelta(seconds=1)
_POOLS: Final = 32 + 32 + 8 + 8
"""Connections that one process may open: the store's, and the dispatcher's."""
_IDLE: Final = "5s"
_PRAGMAS: Final = {"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    """What both kinds of database tell."""

    kind: str
    """Name of the dialect."""
    version: tuple[int, ...]
    revision: str
    """Of the tables; empty where they carry none."""
    missing: Sequence[str] = ()
    """Tables that are not there."""
    ahead: timedelta | None = None
    """By how much the server's clock is ahead of this machine's."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """Pragmas, or settings of the server as this service has them."""
    damage: str | None = None
    """What a look at every page found: `ok`, or what is wrong. None without a look."""
    connections: int = 0
    """Open on the server, by whomever."""
    processes: int = 1
    """Live workers, and one that serves."""


def check_database(facts: DatabaseFacts) -> Iterator[Finding]:
    """Yield what there is to say."""
    yield _version(facts)
    yield _schema(facts)
    if facts.ahead is not None:
        yield _clock(facts.ahead)
    if facts.kind == "sqlite":
        yield _pragmas(facts.settings)
    else:
        yield _durability(facts.settings)
        yield _connections(facts)
        yield _idle(facts.settings)
    if facts.damage is not None:
        yield _integrity(facts.damage)


def _version(facts: DatabaseFacts) -> Finding:
    name = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[facts.kind]
    spelled = ".".join(map(str, facts.version))
    oldest = _OLDEST[facts.kind]
    if facts.version < oldest:
        needed = ".".join(map(str, oldest))
        return failed(
            "database", f"{name} {spelled}", f"update it to {needed} or newer"
        )
    return ok("database", f"{name} {spelled}")


def _schema(facts: DatabaseFacts) -> Finding:
    revision = f"revision {facts.revision}" if facts.revision else "no revision"
    if facts.revision and facts.revision not in REVISIONS:
        advice = f"install the release that made them; this one knows up to {HEAD}"
        return failed("tables", f"{revision}, of a newer release", advice)
    if facts.missing:
        missing = ", ".join(facts.missing)
        advice = "`almandine migrate` makes them"
        return warning("tables", f"{revision}; missing: {missing}", advice)
    return ok("tables", f"all there; {revision}")


def _clock(ahead: timedelta) -> Finding:
    seconds = ahead.total_seconds()
    found = f"the server's is {seconds:+.1f} s ahead of this machine's"
    if abs(ahead) > _CLOCKS:
        advice = "have both machines keep network time: logs and files bear wrong times"
        return warning("clock", found, advice)
    return ok("clock", found)


def _pragmas(settings: Mapping[str, str]) -> Finding:
    wrong = [
        f"{name}={settings.get(name)} instead of {value}"
        for name, value in _PRAGMAS.items()
        if settings.get(name) != value
    ]
    if wrong:
        advice = "put the data directory on a local disk: on others WAL does not work"
        return failed("pragmas", ", ".join(wrong), advice)
    return ok("pragmas", "WAL, durable where it is answered, foreign keys")


def _durability(settings: Mapping[str, str]) -> Finding:
    """Tell whether a commit that is answered is on disk.

    `synchronous_commit` of the server does not matter: every transaction of ours says
    what it needs. These two cannot be chosen by a client.
    """
    off = [
        name for name in ("fsync", "full_page_writes") if settings.get(name) == "off"
    ]
    if off:
        return failed(
            "durability",
            f"{' and '.join(off)} off: a loss of power costs answered runs",
            "turn it on in postgresql.conf, and make a backup now",
        )
    return ok("durability", "fsync and full_page_writes are on")


def _connections(facts: DatabaseFacts) -> Finding:
    allowed = int(facts.settings["max_connections"])
    allowed -= int(facts.settings.get("superuser_reserved_connections", "0"))
    needed = facts.processes * _POOLS
    found = (
        f"{facts.connections} open of {allowed};"
        f" {facts.processes} processes of ours may open {needed}"
    )
    if needed > allowed:
        advice = f"set max_connections to {needed + 10} or more, or run fewer processes"
        return warning("connections", found, advice)
    return ok("connections", found)


def _idle(settings: Mapping[str, str]) -> Finding:
    value = settings.get("idle_in_transaction_session_timeout")
    if value == _IDLE:
        return ok("idle transactions", f"ended after {_IDLE}")
    return warning(
        "idle transactions",
        f"ended after {value} instead of {_IDLE}: runs of a frozen worker wait longer",
        "a connection pooler between here and the server must pass `options` on",
    )


def _integrity(damage: str) -> Finding:
    if damage == "ok":
        return ok("integrity", "every page of the database is sound")
    advice = "stop the service, and restore a backup"
    return failed("integrity", damage, advice)
