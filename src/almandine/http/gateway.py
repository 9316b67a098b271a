"""The gate in front of everything: host, key, area, pace and budget.

It is plain ASGI around the application, so that what the application never sees
is answered by the same rules as everything else. Source: CONTRACT 5.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

from litestar import Litestar
from litestar.types import HTTPScope, Message, Receive, Scope, Send

from almandine.engine.access import Key, may
from almandine.faults import Refused, Unauthorized, UntrustedHost
from almandine.http.arrival import Arrival, arrival_of, check_text
from almandine.http.bodies import check_length, limited
from almandine.http.budget import Budget
from almandine.http.keyring import Keyring
from almandine.http.pace import Pace
from almandine.http.refusals import Answer, confess, refuse
from almandine.http.services import Services

REMAINING: Final = b"x-exl-api-remaining"
NO_SNIFFING: Final = (b"x-content-type-options", b"nosniff")
"""On every answer: what a client sent must not be taken for a page of ours."""
UPLOADS: Final = "/api/v1/uploads/"
"""Below it files are sent, which are written to disk as they come."""
HEALTH: Final = "/health"
"""Answered under any host: whoever watches a container addresses it by number."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may go on, as routes find it in the scope's state."""

    arrival: Arrival
    key: Key | None
    """None on paths that need no key."""
    origin: str
    """What links begin with."""


class Gateway:
    """Lets a request through, or answers it itself."""

    def __init__(self, app: Litestar, services: Services) -> None:
        settings = services.settings
        self.app = app
        self._env = services.env
        self._is_outage = services.is_outage
        self._hosts = settings.hosts
        self._public_url = settings.public_url.rstrip("/")
        self._body_limits = {False: settings.body_limit, True: settings.upload_limit}
        self._keyring = Keyring(services.keys)
        self._pace = Pace(settings.requests_per_second)
        self.budget = Budget(services.usage, services.env, settings.requests_per_day)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass on what is none."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        arrival = arrival_of(scope)
        visit = _Visit(self.budget.limit)
        send = visit.telling(send)
        try:
            await self._admit(arrival, visit)
        except Refused as refused:
            await send_answer(refuse(refused.refusal, arrival, self._env), send)
        except Exception as error:  # noqa: BLE001 - the outermost frame of ours
            is_outage = self._is_outage(error)
            answer = confess(error, arrival, self._env, is_outage=is_outage)
            await send_answer(answer, send)
        else:
            self._mark(scope, arrival, visit.key)
            await self.app(scope, limited(receive, self._limit(arrival)), send)

    def _limit(self, arrival: Arrival) -> int:
        """Return how many bytes of the body are read; files may be large."""
        return self._body_limits[arrival.path.startswith(UPLOADS)]

    async def _admit(self, arrival: Arrival, visit: "_Visit") -> None:
        """Find out whose request it is, and count it.

        Raises:
            Refused: with the first reason, in the order of the module's first line.
        """
        if arrival.host not in self._hosts and arrival.path != HEALTH:
            raise Refused(UntrustedHost(arrival.host))
        check_length(arrival.headers.get(b"content-length"), self._limit(arrival))
        if not arrival.needs_key:
            return
        now = self._env.now()
        key = await self._keyring.find(arrival.secret, now)
        if key is None or not may(key, arrival.area, arrival.method):
            raise Refused(Unauthorized())
        visit.key = key
        visit.remaining = await self.budget.left(key.institution, now)
        self._pace.take(key.institution, now)
        visit.remaining = self.budget.take(key.institution, now)
        check_text(arrival)

    def _mark(self, scope: HTTPScope, arrival: Arrival, key: Key | None) -> None:
        origin = self._public_url or arrival.origin
        state = cast("dict[str, Any]", scope).setdefault("state", {})
        state["admitted"] = Admitted(arrival, key, origin)


@dataclass(slots=True)
class _Visit:
    """What becomes known about a request at the gate."""

    remaining: int
    """What the day has left: all of it, until it is known whose day."""
    key: Key | None = None

    def telling(self, send: Send) -> Send:
        """Return a `send` that adds what is left of the day to the answer."""

        async def send_telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                header = (REMAINING, b"%d" % self.remaining)
                message["headers"] = [*message["headers"], header, NO_SNIFFING]
            await send(message)

        return send_telling


def admitted(scope: Scope) -> Admitted:
    """Return what the gateway knows about a request that it let through."""
    return cast("Admitted", scope["state"]["admitted"])


async def send_answer(answer: Answer, send: Send) -> None:
    """Send an answer that the application had no part in."""
    headers = [
        (b"content-type", answer.spelling.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": headers,
        }
    )
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
