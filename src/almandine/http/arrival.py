"""What a request says about itself, read from its ASGI scope once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from litestar.types import HTTPScope
from litestar.utils import normalize_path

from almandine.engine.access import Area
from almandine.faults import InvalidParameter, Refused
from almandine.wire.negotiation import Format, answer_format

API: Final = "/almaws/v1/"
OWN_API: Final = "/api/v1/"
_GATED: Final = ("/almaws/v1", "/api/v1")
_WITHOUT_NUL: Final = "text without the character NUL"
_SCHEME: Final = "apikey"
_AREAS: Final = {area.value: area for area in Area}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A request before anything has been decided about it."""

    method: str
    path: str
    """As the application routes it: decoded, and with single slashes. Anything else
    would be a way around the gate."""
    raw_path: str
    """As it came, percent-encoded and without its query, so that it can be logged
    and shown as it stands: it holds neither a key nor a line break."""
    query: Mapping[str, str]
    headers: Mapping[bytes, bytes]
    """Names in lower case; the last value of each."""
    origin: str
    """Scheme, host and port as the client addressed them."""
    host: str
    """Host without port, in lower case; empty where the request names none."""
    spelling: Format
    """How it wants to be answered."""

    @property
    def needs_key(self) -> bool:
        """Tell whether the path is behind the gate."""
        return self.path.startswith(_GATED)

    @property
    def area(self) -> Area | None:
        """Return the area of the path; None for one there is not."""
        if self.path.startswith(OWN_API):
            return Area.CONF
        name = self.path.removeprefix(API).partition("/")[0]
        return _AREAS.get(name)

    @property
    def secret(self) -> str:
        """Return the API key; the header goes before the query."""
        credentials = self.headers.get(b"authorization", b"").decode("latin-1")
        scheme, _, secret = credentials.strip().partition(" ")
        if scheme.lower() == _SCHEME:
            return secret.strip()
        return self.query.get("apikey", "").strip()


def arrival_of(scope: HTTPScope) -> Arrival:
    """Read a request's scope."""
    headers = dict(scope["headers"])
    text = scope["query_string"].decode("latin-1")
    query = dict(parse_qsl(text, keep_blank_values=True)) if text else {}
    host = headers.get(b"host", b"").decode("latin-1")
    path = normalize_path(scope["path"])
    return Arrival(
        method=scope["method"],
        path=path,
        raw_path=scope["raw_path"].partition(b"?")[0].decode("latin-1"),
        query=query,
        headers=headers,
        origin=f"{scope['scheme']}://{host}",
        host=_host_name(host),
        spelling=_spelling(path, query, headers),
    )


def check_text(arrival: Arrival) -> None:
    """Raise Refused with `InvalidParameter` for NUL, which PostgreSQL cannot hold."""
    if "\0" in arrival.path:
        raise Refused(InvalidParameter("path", arrival.raw_path, _WITHOUT_NUL))
    for name, value in arrival.query.items():
        # A key must not come into an answer or a log.
        if name != "apikey" and "\0" in value:
            raise Refused(InvalidParameter(name, value, _WITHOUT_NUL))


def _spelling(
    path: str, query: Mapping[str, str], headers: Mapping[bytes, bytes]
) -> Format:
    accept = headers.get(b"accept", b"").decode("latin-1")
    # XML is what old clients of the API expect; nobody expects it of ours.
    if not path.startswith("/almaws") and "xml" not in accept:
        return Format.JSON
    return answer_format(query.get("format"), accept)


def _host_name(authority: str) -> str:
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""
