"""An edge with nothing real behind it: keys, usage and set-up are in memory."""

import asyncio
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, cast

import httpx

from almandine.engine.access import Access, Area, Grants, Key
from almandine.engine.catalogue import Catalogue
from almandine.engine.configuration import (
    EndpointEntry,
    Institution,
    IntegrationProfile,
    Library,
    Location,
)
from almandine.engine.ports import Endpoints, Store, Uploads, Workspace
from almandine.env import Env
from almandine.http.app import build
from almandine.http.gateway import Gateway
from almandine.http.services import Services
from almandine.settings import Settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INSTITUTION = "01ABC_INST"

WRITER = Key(
    key_id="w",
    name="nightly",
    institution=INSTITUTION,
    grants={Area.CONF: Access.READ_WRITE},
)
READER = Key(
    key_id="r",
    name="monitor",
    institution=INSTITUTION,
    grants={Area.CONF: Access.READ_ONLY, Area.BIBS: Access.READ_WRITE},
)
KEYS = {"writer-secret": WRITER, "reader-secret": READER}

MAIN = Library(code="MAIN", library_id="111", name="Main library")
STACKS = Location(library="MAIN", code="stacks", name="Stacks")
STORE_ROOM = Location(
    library="MAIN", code="store", name="Store room", remote_storage="RS1"
)
BURSAR = IntegrationProfile(
    profile_id="9001", code="BURSAR", name="Bursar", type="BURSAR"
)
PROFILES = {BURSAR.profile_id: BURSAR}


@dataclass
class Clock:
    """A clock that only moves when told."""

    at: datetime = NOON

    def pass_by(self, duration: timedelta) -> None:
        self.at += duration

    def env(self) -> Env:
        numbers = count(1)
        return Env(
            now=lambda: self.at,
            sleep=self.pass_by,
            new_id=lambda: f"{next(numbers):032}",
            jitter=lambda: 0.5,
        )


@dataclass
class MemoryKeys:
    keys: dict[str, Key] = field(default_factory=lambda: dict(KEYS))
    lookups: int = 0

    def find(self, secret: str) -> Key | None:
        self.lookups += 1
        return self.keys.get(secret)

    def create(self, institution: str, name: str, grants: Grants) -> tuple[Key, str]:
        raise NotImplementedError

    def list(self, institution: str) -> Sequence[Key]:
        raise NotImplementedError

    def revoke(self, institution: str, key_id: str) -> bool:
        raise NotImplementedError


@dataclass
class MemoryUsage:
    used: dict[tuple[date, str], int] = field(
        default_factory=dict[tuple[date, str], int]
    )
    broken: bool = False

    def add(self, day: date, requests: Mapping[str, int]) -> Mapping[str, int]:
        if self.broken:
            raise OSError("disk full")
        for name, more in requests.items():
            self.used[day, name] = self.used.get((day, name), 0) + more
        return {name: self.used[day, name] for name in requests}


class MemoryConfiguration:
    def institution(self) -> Institution:
        return Institution(
            code=INSTITUTION, name="Abc", timezone="Europe/Berlin", currency="EUR"
        )

    def libraries(self) -> Sequence[Library]:
        return [MAIN]

    def library(self, code: str) -> Library | None:
        return MAIN if code == MAIN.code else None

    def locations(self, library: str) -> Sequence[Location]:
        return [STACKS, STORE_ROOM] if library == MAIN.code else []

    def endpoints(self) -> Sequence[EndpointEntry]:
        return []

    def profiles(self) -> Sequence[IntegrationProfile]:
        return list(PROFILES.values())

    def profile(self, profile_id: str) -> IntegrationProfile | None:
        return PROFILES.get(profile_id)


class MemoryTx:
    """As much of a transaction as needs no database."""

    configuration = MemoryConfiguration()


class MemoryStore:
    """As much of a store as needs no database."""

    @contextmanager
    def read(self) -> Generator[MemoryTx]:
        yield MemoryTx()


@dataclass
class Edge:
    """The parts of an edge that a test looks at."""

    clock: Clock = field(default_factory=Clock)
    keys: MemoryKeys = field(default_factory=MemoryKeys)
    usage: MemoryUsage = field(default_factory=MemoryUsage)
    settings: Settings = field(default_factory=Settings)
    check_database: Callable[[], None] = lambda: None

    def services(self) -> Services:
        return Services(
            env=self.clock.env(),
            settings=self.settings,
            keys=self.keys,
            usage=self.usage,
            store_of=lambda _: cast("Store", MemoryStore()),
            catalogue=Catalogue({}),
            # No test of the edge alone makes files.
            workspace_of=lambda _: cast("Workspace", None),
            # Nor does one look for them elsewhere.
            endpoints_of=lambda _: cast("Endpoints", None),
            uploads_of=lambda _: cast("Uploads", None),
            check_database=self.check_database,
            is_outage=lambda error: isinstance(error, ConnectionError),
        )

    @contextmanager
    def visitor(self, **headers: str) -> Generator["Visitor"]:
        """Yield a client that speaks to the edge without a network."""
        gateway = build(self.services())
        app: Any = gateway
        with asyncio.Runner() as runner:
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app),
                base_url="http://localhost:8080",
                headers={"authorization": "apikey writer-secret", **headers},
            )
            yield Visitor(gateway, client, runner)
            runner.run(client.aclose())


@dataclass
class Visitor:
    """A client of the edge."""

    gateway: Gateway
    client: httpx.AsyncClient
    runner: asyncio.Runner

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        return self.runner.run(self.client.request(method, path, **options))

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        return self.ask("POST", path, **options)


def error_code(answer: httpx.Response) -> str:
    """Return the code of an error document in JSON."""
    return answer.json()["errorList"]["error"][0]["errorCode"]
