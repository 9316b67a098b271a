"""Deliveries amid trouble that comes from a seed, and what must hold all the same.

A final name is only ever seen with whole and right content. A request counts as sent
once its file has arrived and is in the ledger, and is sent by the next run otherwise.
At most one delivery is counted for a run.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from itertools import islice, repeat
from pathlib import Path
from random import Random
from typing import Final

from almandine.engine.delivering import Patience
from almandine.engine.execute import Worker
from almandine.engine.run import Origin, Run, Status
from almandine.engine.thresholds import Limits
from databases.homes import Home
from endpoints.configured import configuration
from endpoints.offices import HERE as LOOPBACK
from endpoints.offices import KINDS, Site, site_of, taken_from
from endpoints.trouble import Fault
from store.depot import (
    FTP_HAS_FAILED,
    SEND,
    add_depot,
    add_requests,
    request,
    waiting,
)
from store.workshop import Workshop

TRIES: Final = 3
SMALLEST: Final = 400
"""Bytes that every file has at least: trouble begins at one of them."""
TIMEOUT: Final = timedelta(seconds=1)
NO_LIMITS: Final = Limits(10**6, 10**6)


def job_of(kind: str) -> str:
    """Return the id of the job that delivers to a kind of endpoint."""
    return f"S64{KINDS.index(kind)}"


Plant = Callable[[Worker], Worker]


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to one run."""

    kind: str
    faults: tuple[Fault, ...]
    at: int

    @property
    def should_arrive(self) -> bool:
        is_there = False
        for fault in islice((*self.faults, *repeat(Fault.NONE, TRIES)), TRIES):
            # A store that puts files whole renames none, and so loses the answer.
            is_found = fault is Fault.NOT_RENAMED and self.kind != "s3" and is_there
            if fault.lets_through or is_found:
                return True
            is_there = is_there or fault is Fault.ANSWER_LOST
        return False


def plan_of(seed: int, number: int) -> Plan:
    chance = Random(f"{seed}/{number}")  # noqa: S311 - replayed from its seed
    faults = chance.choices(list(Fault), k=chance.randint(0, TRIES + 1))
    return Plan(chance.choice(KINDS), tuple(faults), chance.randrange(SMALLEST))


@dataclass
class Found:
    """What came of all plans."""

    plans: int = 0
    arrived: int = 0
    failed: int = 0
    faults: Counter[str] = field(default_factory=Counter[str])
    amiss: Counter[str] = field(default_factory=Counter[str])
    first_amiss: str = ""


@dataclass
class Trial:
    """One service, and servers of every kind."""

    site: Workshop
    servers: Mapping[str, Site]
    worker: Worker
    found: Found = field(default_factory=Found)
    right: dict[str, str] = field(default_factory=dict[str, str])
    """Digests of the files that were made, by name."""

    def carry_out(self, plan: Plan, number: int) -> None:
        server = self.servers[plan.kind]
        add_requests(self.site, request(number))
        before = waiting(self.site)
        server.trouble.expect(plan.faults, plan.at)
        run = self._run(plan.kind)
        server.trouble.expect((), 0)
        self._note(plan, run, server)
        for name in self._objections(plan, run, server, before):
            self.found.amiss[name] += 1
            self.found.first_amiss = self.found.first_amiss or f"{number}: {plan}"
        taken_from(server)

    def _run(self, kind: str) -> Run:
        run = self.site.submit(job_of(kind), origin=Origin.SCHEDULE, limits=NO_LIMITS)
        self.worker.execute(run.run_id)
        return self.site.run_of(run.run_id)

    def _note(self, plan: Plan, run: Run, server: Site) -> None:
        self.found.plans += 1
        self.found.faults.update(plan.faults)
        self.found.arrived += run.status is Status.COMPLETED_SUCCESS
        self.found.failed += run.status is Status.COMPLETED_FAILED
        for name, content in self.site.files_of(run.run_id).items():
            self.right[name] = sha256(content).hexdigest()
        server.trouble.look()

    def _objections(
        self, plan: Plan, run: Run, server: Site, before: Sequence[str]
    ) -> Iterator[str]:
        if self.unseemly(server):
            yield "seen half or wrong"
        if (run.status is Status.COMPLETED_SUCCESS) != plan.should_arrive:
            yield "not as often tried as was said"
        counted = [
            path for run_id, path in self.site.deliveries() if run_id == run.run_id
        ]
        files = self.site.files_of(run.run_id)
        if len(files) != 1:
            yield "not to be downloaded"
        if run.status is Status.COMPLETED_SUCCESS:
            yield from self._after_success(server, counted, files)
            return
        if FTP_HAS_FAILED not in run.counters:
            yield "not told"
        if counted:
            yield "counted and not delivered"
        if waiting(self.site) != before:
            yield "state changed without a delivery"

    def _after_success(
        self, server: Site, counted: Sequence[str], files: Mapping[str, bytes]
    ) -> Iterator[str]:
        if len(counted) != 1:
            yield "not counted once"
        if waiting(self.site):
            yield "state unchanged after a delivery"
        lies_there = {Path(name).name: data for name, data in server.trouble.listing()}
        if any(lies_there.get(name) != content for name, content in files.items()):
            yield "counted and not there"

    def unseemly(self, server: Site) -> bool:
        """Tell whether anything could be seen that was not whole or not right."""
        with server.trouble.lock:
            seen, server.trouble.seen = server.trouble.seen, []
        return any(self.right.get(Path(name).name) != digest for name, digest in seen)


@contextmanager
def trial(home: Home, where: Path, plant: Plant) -> Generator[Trial]:
    """Start the servers, and configure a service to deliver to each of them."""
    with ExitStack() as stack:
        servers = {
            kind: stack.enter_context(site_of(kind, where / f"faults-{kind}" / "root"))
            for kind in KINDS
        }
        chosen = {"endpoint_hosts": (LOOPBACK,), "endpoint_timeout": TIMEOUT}
        site = Workshop(home, chosen=chosen)
        stack.callback(site.close)
        endpoints = [(kind, server.endpoint()) for kind, server in servers.items()]
        site.app.configure(configuration(endpoints))
        add_depot(site)
        for kind in KINDS:
            settings = (("endpoint", kind),)
            site.add_job(replace(SEND, job_id=job_of(kind), settings=settings))
        worker = replace(site.at_bench(), patience=Patience(tries=TRIES))
        yield Trial(site, servers, plant(worker))


def deliver_by_plans(
    home: Home, where: Path, *, plans: int, seed: int, plant: Plant = lambda each: each
) -> Found:
    """Carry so many plans out, and return what came of them."""
    with trial(home, where, plant) as opened:
        for number in range(plans):
            opened.carry_out(plan_of(seed, number), number)
        late = sum(map(opened.unseemly, opened.servers.values()))
        if late:
            opened.found.amiss["seen half or wrong"] += late
        return opened.found
