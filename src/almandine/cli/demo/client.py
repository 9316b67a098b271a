"""A client of the API as anyone could write it: nothing but the standard library."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import urlsplit

from almandine.cli.failures import Failure

CONF: Final = "/almaws/v1/conf"
_PATIENCE_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever the server said
        """Return the document.

        Raises:
            Failure: when the request was refused.
        """
        if self.status != HTTPStatus.OK:
            raise Failure(f"the API answered {self.status}: {self.text}")
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Client:
    """Calls one server with one key."""

    url: str
    """Scheme, host and port."""
    key: str

    def get(self, path: str, accept: str = "application/json") -> Answer:
        """Read what is at a path, or at a link that the server gave."""
        return self._call("GET", path, accept, None)

    def post(self, path: str, document: object) -> Answer:
        """Send a JSON document."""
        return self._call("POST", path, "application/json", document)

    def _call(self, method: str, path: str, accept: str, document: object) -> Answer:
        host = urlsplit(self.url).netloc
        connection = HTTPConnection(host, timeout=_PATIENCE_SECONDS)
        headers = {
            "Authorization": f"apikey {self.key}",
            "Accept": accept,
            "Content-Type": "application/json",
        }
        body = None if document is None else json.dumps(document)
        try:
            connection.request(method, path.removeprefix(self.url), body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        except OSError as error:
            raise Failure(f"{method} {path} failed: {error}") from None
        finally:
            connection.close()
