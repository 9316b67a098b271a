"""What a site can choose: a TOML file, overridden by the environment.

Every field may stand in the file under its own name, or in the environment in
capitals after `ALMANDINE_`: `port = 8080` and `ALMANDINE_PORT=8080` are the same.
Lists are separated by commas in the environment. Durations are seconds, or
ISO 8601 such as `PT1H`.
"""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

PREFIX: Final = "ALMANDINE_"

VENDOR_HOSTS: Final = tuple(
    f"api-{region}.hosted.exlibrisgroup.com"
    for region in ("na", "eu", "ap", "ca", "cn")
)
"""Hosts that real clients have fixed in their code."""

LOOPBACK_HOSTS: Final = ("localhost", "127.0.0.1", "::1")

_Count = Annotated[int, Meta(ge=1)]


class SettingsError(Exception):
    """A setting cannot be read; the text says which, where, and why."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings. Each has a default that suits one machine."""

    data: Path = Path("almandine-data")
    """Where database, artifacts and certificates live. With PostgreSQL all machines
    share it. Default: `almandine-data`."""

    database_url: str = ""
    """PostgreSQL 14 or newer, as `postgresql://user@host/database`; a password had
    better stand in `~/.pgpass` or `PGPASSWORD`. Default: empty, for SQLite in the
    data directory."""

    host: str = "127.0.0.1"
    """Address to listen on. Default: this machine only."""

    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """TCP port to listen on; 0 takes a free one. Default: 8080."""

    public_url: str = ""
    """Scheme and host that clients use, such as `https://jobs.example.org`.
    Default: empty, so that links follow the request's Host header."""

    allowed_hosts: tuple[str, ...] = (*LOOPBACK_HOSTS, *VENDOR_HOSTS)
    """Hosts the service answers for, without ports; that of `public_url` is always
    one. Default: the loopback names and the vendor's five."""

    workers: Annotated[int, Meta(ge=0)] = 1
    """Processes that run jobs beside the web process; 0 leaves that to other
    machines. Default: 1."""

    requests_per_second: _Count = 25
    """Requests of one institution within a second, counted in each web process by
    itself. Default: 25."""

    requests_per_day: _Count = 500_000
    """Requests of one institution in a day (GMT), all processes together. Clients
    stop when fewer than 50,000 remain. Default: 500,000."""

    max_running: _Count = 3
    """Unfinished runs of an institution that the API started. Default: 3."""

    max_starts: _Count = 5
    """Starts of one job within `start_window`. Default: 5."""

    start_window: timedelta = timedelta(hours=1)
    """How far back starts are counted. Default: one hour."""

    chunk_size: _Count = 1000
    """Records in one transaction of a run. Default: 1,000."""

    range_size: _Count = 10_000
    """Records of a run that one worker takes at a time. Default: 10,000."""

    artifact_retention: timedelta = timedelta(days=30)
    """How long files that runs made are kept, and what became of each record of an
    import. Default: 30 days."""

    delivery_tries: _Count = 5
    """How often the delivery of a file is tried before its run ends with errors.
    Default: 5."""

    delivery_wait: timedelta = timedelta(seconds=2)
    """Between the first try and the second; twice as long after each one more.
    Default: 2 seconds."""

    delivery_longest_wait: timedelta = timedelta(minutes=1)
    """Between two tries, before chance adds up to half of it. Default: one minute."""

    endpoint_timeout: timedelta = timedelta(seconds=30)
    """How long an endpoint may take for each step: to connect, to let in, to move up
    to 8 MB. Default: 30 seconds."""

    endpoint_hosts: tuple[str, ...] = ()
    """Hosts of endpoints that are allowed although they are this machine, or belong
    to it, such as `localhost`. Default: none."""

    body_limit: _Count = 10_000_000
    """Bytes of a request's body that are read. Default: 10 MB."""

    upload_limit: _Count = 2_147_483_648
    """Bytes of a file that is sent to an import. Default: 2 GiB."""

    log_format: Literal["console", "json"] = "console"
    """How log lines look: for people, or one JSON object a line. Default:
    `console`."""

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts the service answers for, in lower case."""
        public = urlsplit(self.public_url).hostname
        return frozenset(host.lower() for host in (*self.allowed_hosts, public) if host)


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the defaults, changed by the file, changed by the environment.

    Variables after `ALMANDINE_` that name no setting are left to others.

    Raises:
        SettingsError: for a file that is missing or no TOML, a name in it that is
            no setting, or a value that does not fit.
    """
    chosen = _read_file(file) if file else {}
    for field in msgspec.structs.fields(Settings):
        text = environment.get(f"{PREFIX}{field.name.upper()}")
        if text is not None:
            chosen[field.name] = _from_text(field.type, text)
    try:
        settings = msgspec.convert(chosen, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise SettingsError(f"Settings: {error}") from None
    _check_public_url(settings.public_url)
    _check_durations(settings)
    return settings


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise SettingsError(f"{file}: {error}") from None


def _from_text(kind: object, text: str) -> object:
    """Split what is a list; msgspec makes numbers and durations of the rest."""
    if kind != tuple[str, ...]:
        return text
    return [part.strip() for part in text.split(",") if part.strip()]


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(kind)


def _check_durations(settings: Settings) -> None:
    """Refuse what takes no time, or less: nothing could be waited for or kept."""
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if isinstance(value, timedelta) and value <= timedelta(0):
            raise SettingsError(
                f"Settings: {name} is {value.total_seconds():g} seconds; expected"
                " more than none"
            )


def _check_public_url(url: str) -> None:
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise SettingsError(
            f"Settings: public_url is {url!r}; expected something like"
            " https://jobs.example.org"
        )
