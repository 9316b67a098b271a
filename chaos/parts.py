"""Each kind of trouble at full size: the code of the tests, with other counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from random import Random
from typing import Final

from almandine.app import App
from almandine.engine.run import Status
from almandine.engine.thresholds import Limits
from chaos.outcomes import Outcome
from databases.homes import Home
from endpoints.fault_plans import deliver_by_plans
from journeys.aborts import stop_runs
from journeys.clients import send
from journeys.crews import kill_workers
from journeys.restarts import Plan, restarts
from journeys.serving import serving_many
from journeys.storm import (
    INSTITUTION,
    api_runs,
    code_of,
    most_at_once,
    most_starts,
    orders,
    prepare,
    violations,
    wait_for_workers,
)
from store.aborting import Aborting
from store.late_writers import LateWriters
from store.many_schedulers import schedule_many
from store.schedulers import schedulers
from store.workshop import HERE, Workshop, add_institutions

SOON: Final = 2.0
"""Seconds within which a run has to stop."""
RECOVERY: Final = 10.0
"""Seconds within which a run has to go on."""
SHORT_OF_EACH_RESTART: Final = 50
LONG_OF_EACH_RESTART: Final = 0.2
SCHEDULERS: Final = 8
SERVERS: Final = 4
CLIENTS: Final = 64
WORKERS: Final = 2
JOBS: Final = 12
SETS: Final = 8
BIBS: Final = 500
"""Of the storm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a part is asked to do."""

    count: int
    """Kills, restarts, tries or whatever the part counts."""
    seed: int
    records: int
    """Of the runs that are long."""
    pause: tuple[float, float]
    """Seconds between two restarts, at least and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of trouble."""

    what: str
    """What it counts."""
    count: int
    """How many of them unless somebody asks for another number."""
    try_on: Callable[[Home, Asked], Outcome]
    databases: tuple[str, ...] = ("sqlite", "postgres")


def kills(home: Home, asked: Asked) -> Outcome:
    """Kill workers that carry a run, one after the other."""
    found = kill_workers(
        home, kills=asked.count, members=asked.records, seed=asked.seed
    )
    late = int(found.longest_recovery > RECOVERY)
    return Outcome(
        database=_name(home),
        figures={
            "kills": found.kills,
            "runs": found.runs,
            "records of a run": asked.records,
            "longest recovery (s)": found.longest_recovery,
        },
        amiss={
            **{
                name: found.amiss[name]
                for name in ("lost", "doubled", "failed", "files that differ")
            },
            "recoveries over 10 s": late,
        },
    )


def database_restarts(home: Home, asked: Asked) -> Outcome:
    """Crash the database server amid runs; it is one of this part's own."""
    plan = Plan(
        restarts=asked.count,
        short=asked.count * SHORT_OF_EACH_RESTART,
        long=max(1, round(asked.count * LONG_OF_EACH_RESTART)),
        every=asked.pause,
        seed=asked.seed,
    )
    found = restarts(plan, home.directory.parent / "restarts")
    return Outcome(
        database=_name(home),
        figures={
            "restarts": found.restarts,
            "runs": found.runs,
            "longest recovery (s)": found.longest_recovery,
        },
        amiss={
            "missing": found.missing,
            "stuck": found.stuck,
            "failed": found.failed,
            "lost": found.lost,
            "doubled": found.doubled,
            "recoveries over 10 s": int(found.longest_recovery > RECOVERY),
        },
    )


def storm(home: Home, asked: Asked) -> Outcome:
    """Send more run requests than the thresholds allow, from many clients."""
    with closing(App(home.settings)) as app:
        secret = prepare(app, jobs=JOBS, sets=SETS, bibs=BIBS)
        wanted = orders(
            asked.count, jobs=JOBS, sets=SETS, secret=secret, seed=asked.seed
        )
        with serving_many(
            home.directory,
            servers=SERVERS,
            workers=WORKERS,
            settings={"requests_per_second": 1_000_000},
            database_url=home.url,
        ) as up:
            wait_for_workers(app, workers=WORKERS)
            ports = [server.port for server in up]
            answers = send(wanted, ports=ports, clients=CLIENTS).answers
        runs = api_runs(app, INSTITUTION)
    found = list(violations(answers, runs, Limits()))
    print(*found[:10], sep="\n")
    said = Counter(f"answers {each.status} {code_of(each)}".strip() for each in answers)
    return Outcome(
        database=_name(home),
        figures={
            "requests": len(answers),
            **dict(sorted(said.items())),
            "runs": len(runs),
            "most at once (limit 3)": most_at_once(runs),
            "most starts of a job in an hour (limit 5)": most_starts(
                runs, Limits().window
            ),
        },
        amiss={"violations": len(found)},
    )


def stops(home: Home, asked: Asked) -> Outcome:
    """Ask runs of a real worker to stop, at random instants."""
    stopped = stop_runs(home, times=asked.count, seed=asked.seed)
    longest = max(each.seconds for each in stopped)
    return Outcome(
        database=_name(home),
        figures={"requests to stop": len(stopped), "longest (s)": longest},
        amiss={
            "over 2 s": sum(each.seconds > SOON for each in stopped),
            "not whole chunks": sum(not each.is_whole for each in stopped),
            "ended otherwise": sum(
                each.status is not Status.USER_ABORTED for each in stopped
            ),
        },
    )


def aborts(home: Home, asked: Asked) -> Outcome:
    """Ask runs to stop amid deaths, departures and take-overs."""
    add_institutions(home)
    chance = Random(asked.seed)  # noqa: S311 - to be repeated
    asked_in: Counter[str] = Counter()
    amiss = 0
    with closing(Workshop(home, institution=HERE)) as site:
        aborting = Aborting(site)
        for number in range(asked.count):
            plan, sequence = aborting.one(chance)
            if wrong := sequence.amiss():
                amiss += 1
                print(f"sequence {number} {plan}: {wrong}")
            status = sequence.asked_in
            asked_in["over" if status is None else status.value] += 1
    figures = {f"asked while {status}": n for status, n in sorted(asked_in.items())}
    return Outcome(
        database=_name(home),
        figures={"sequences": asked.count, **figures},
        amiss={"sequences": amiss},
    )


def zombies(home: Home, asked: Asked) -> Outcome:
    """Let workers that were overtaken go on writing."""
    add_institutions(home)
    chance = Random(asked.seed)  # noqa: S311 - to be repeated
    with closing(Workshop(home, institution=HERE)) as site:
        writers = LateWriters(site)
        tries = [writers.one(chance) for _ in range(asked.count)]
    wrote = sum(each.wrote for each in tries)
    return Outcome(
        database=_name(home),
        figures={"late writers": len(tries), "refused": len(tries) - wrote},
        amiss={
            "written late": wrote,
            "lost": sum(each.lost for each in tries),
            "doubled": sum(each.doubled for each in tries),
        },
    )


def schedules(home: Home, asked: Asked) -> Outcome:
    """Have many processes start what is due, and kill them at it."""
    add_institutions(home)
    with schedulers(home, count=SCHEDULERS, seed=asked.seed) as watched:
        watched.watch(asked.count)
        amiss = watched.amiss(asked.count)
    return Outcome(
        database=_name(home),
        figures={
            "times": asked.count,
            "processes": SCHEDULERS,
            "killed": watched.kills,
        },
        amiss={**amiss, "errors": len(watched.errors)},
    )


def scheduler_kills(home: Home, asked: Asked) -> Outcome:
    """Kill processes that start what is due, each at some statement or commit."""
    found = schedule_many(
        home, times=asked.count, schedulers=SCHEDULERS, seed=asked.seed
    )
    return Outcome(
        database=_name(home),
        figures={
            "times": found.times,
            "processes": SCHEDULERS,
            "killed": found.deaths,
            "started": found.started,
            "skipped": found.skipped,
        },
        amiss={
            "doubled": found.doubled,
            "missed": found.missed,
            "not queued once": found.unqueued,
        },
    )


def deliveries(home: Home, asked: Asked) -> Outcome:
    """Deliver to servers that refuse, hang, lose and lie."""
    add_institutions(home)
    found = deliver_by_plans(
        home,
        home.directory.parent / "servers",
        plans=asked.count,
        seed=asked.seed,
    )
    if found.first_amiss:
        print(f"the first that went wrong: {found.first_amiss}")
    return Outcome(
        database=_name(home),
        figures={
            "plans": found.plans,
            "arrived": found.arrived,
            "failed, and told so": found.failed,
            **{f"fault: {fault}": n for fault, n in sorted(found.faults.items())},
        },
        amiss={"plans": 0, **found.amiss},
    )


def _name(home: Home) -> str:
    return "SQLite" if home.is_sqlite else "PostgreSQL"


PARTS: Final[Mapping[str, Part]] = {
    "kills": Part(what="kills", count=1_000, try_on=kills),
    "restarts": Part(
        what="restarts", count=100, try_on=database_restarts, databases=("postgres",)
    ),
    "storm": Part(what="requests", count=10_000, try_on=storm),
    "stops": Part(what="requests to stop", count=200, try_on=stops),
    "aborts": Part(what="sequences", count=5_000, try_on=aborts),
    "schedules": Part(what="times", count=2_000, try_on=schedules),
    "schedulers": Part(what="times", count=2_000, try_on=scheduler_kills),
    "deliveries": Part(what="fault plans", count=2_000, try_on=deliveries),
    "zombies": Part(what="tries", count=1_000, try_on=zombies),
}
