"""A running service, from outside: child processes, a data directory, a socket.

The tests that use it know what a site knows: the command line, the API, the files in
the data directory and the log. Only processes that were started here are ended here.
"""

import os
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx

from databases.homes import Home
from journeys import serving as processes
from journeys.serving import LOG, LOOK_EVERY, PATIENCE, Settings

CONF: Final = "/almaws/v1/conf"
PROGRAM: Final = (sys.executable, "-m", "almandine")
UNHURRIED: Final = {"requests_per_second": 100_000, "max_starts": 100_000}
"""Settings for tests that are not about limits."""

_TAIL: Final = 4000
"""Characters of a log that are shown with a failure."""
_UNFINISHED: Final = frozenset(
    {"QUEUED", "PENDING", "INITIALIZING", "RUNNING", "FINALIZING"}
)

Document = dict[str, Any]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Service:
    """A running service, with a client whose key may do everything."""

    home: Home
    port: int
    pid: int
    key: str
    client: httpx.Client

    @property
    def data(self) -> Path:
        """Return its data directory."""
        return self.home.directory

    @property
    def log(self) -> str:
        """Return what the service has logged up to now."""
        return (self.data / LOG).read_text(encoding="utf-8")

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - a document
        """Return the JSON document at an address, or below `/almaws/v1/conf`."""
        return _document(self.client.get(_address(path), params=query))

    def post(self, path: str, body: object = None, **query: str | int) -> Any:  # noqa: ANN401 - a document
        """Post a JSON document and return the answer."""
        return _document(self.client.post(_address(path), json=body, params=query))

    def start(self, job_id: str, **parameters: str) -> str:
        """Start a run and return its address."""
        job = self.post(f"/jobs/{job_id}", order(**parameters), op="run")
        return job["additional_info"]["link"]

    def ended(self, link: str, *, patience: float = PATIENCE) -> Document:
        """Return the instance at an address, once it has ended."""

        def look() -> Document | None:
            instance: Document = self.get(link)
            return None if instance["status"]["value"] in _UNFINISHED else instance

        return until(look, f"the run {link} to end", patience, lambda: self.log)

    def run(self, job_id: str, **parameters: str) -> Document:
        """Run a job to its end and return the instance."""
        return self.ended(self.start(job_id, **parameters))

    def files(self, run_id: str) -> list[bytes]:
        """Return the files that a run made, by name."""
        listed: Any = self.get(f"/api/v1/runs/{run_id}/artifacts")
        return [self.client.get(each["link"]).content for each in listed]


def order(**parameters: str) -> Document:
    """Return the body of a run request."""
    named = [{"name": {"value": k}, "value": v} for k, v in parameters.items()]
    return {"parameter": named}


def until(
    look: Callable[[], Found | None],
    what: str,
    patience: float = PATIENCE,
    log: Callable[[], str] = str,
) -> Found:
    """Return what `look` finds, as soon as it finds something.

    Raises:
        AssertionError: with the end of the log, after so many seconds.
    """
    deadline = time.monotonic() + patience
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise AssertionError(
                f"waited {patience:g} s for {what}; the log ends with:\n"
                + log()[-_TAIL:]
            )
        time.sleep(LOOK_EVERY)
    return found


def almandine(home: Home, *arguments: str | Path) -> str:
    """Run a command on a home and return what it printed.

    Raises:
        AssertionError: when it fails, with what it said.
    """
    done = subprocess.run(  # noqa: S603 - the program under test
        [*PROGRAM, *map(str, arguments), "--data", str(home.directory)],
        env={**os.environ, **home.environment},
        capture_output=True,
        text=True,
        timeout=5 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


def make_site(home: Home, configuration: str) -> str:
    """Make an institution, and return a key that may do everything."""
    file = home.directory.with_suffix(".toml")
    file.write_text(configuration, encoding="utf-8")
    almandine(home, "apply", file)
    return make_key(home, "conf", "bibs", "users", "acq")


def make_key(home: Home, *areas: str) -> str:
    """Return a new key."""
    options = [word for area in areas for word in ("--area", area)]
    made = almandine(home, "keys", "create", "--name", "nightly", *options)
    return made.strip()


@contextmanager
def serving(
    home: Home,
    key: str,
    *,
    workers: int = 1,
    options: Sequence[str] = (),
    settings: Settings = UNHURRIED,
) -> Generator[Service]:
    """Yield the service on a home, once it answers; then end it."""
    with processes.serving(
        home.directory,
        workers=workers,
        settings=settings,
        options=options,
        database_url=home.url,
    ) as server:
        authority = home.directory / "tls" / "authority.pem"
        trusted = authority if "--tls" in options else None
        with client_of(server.port, key, trusted) as client:
            yield Service(home, server.port, server.pid, key, client)


def client_of(port: int, key: str, authority: Path | None = None) -> httpx.Client:
    """Return a client that wants JSON; over HTTPS where it has an authority to trust.

    It insists that every answer tells what is left of the day.
    """
    return httpx.Client(
        base_url=f"{'https' if authority else 'http'}://localhost:{port}",
        headers={"authorization": f"apikey {key}", "accept": "application/json"},
        verify=ssl.create_default_context(cafile=authority),
        timeout=PATIENCE,
        trust_env=False,
        event_hooks={"response": [_insist_on_remaining]},
    )


def _insist_on_remaining(answer: httpx.Response) -> None:
    assert answer.headers["x-exl-api-remaining"].isdecimal(), answer.request.url


def _address(path: str) -> str:
    whole = path.startswith(("http", "/api/", "/almaws/"))
    return path if whole else f"{CONF}{path}"


def _document(answer: httpx.Response) -> Any:  # noqa: ANN401 - a document
    assert answer.status_code == 200, f"{answer.request.url}: {answer.text}"
    return answer.json()
