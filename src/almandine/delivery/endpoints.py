"""The endpoints of an institution: delivered to, looked through, fetched from."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from almandine.delivery.addresses import Reach
from almandine.delivery.ftp import open_ftp
from almandine.delivery.local import open_directory
from almandine.delivery.pinned import pinned, pinned_name
from almandine.delivery.remote import Remote
from almandine.delivery.transfer import clear_leftovers, is_arriving, send
from almandine.delivery.workspace import sync_directory
from almandine.engine.endpoint import (
    DirectoryEndpoint,
    Endpoint,
    FtpEndpoint,
    S3Endpoint,
    place_of,
)
from almandine.engine.ports import DeliveryFailed, EndpointFailed, Found
from almandine.env import Env

_MARK_CHARACTERS: Final = 8


@dataclass(frozen=True, slots=True)
class EndpointOffice:
    """Implements `engine.ports.Endpoints`, and `Courier` by them."""

    find: Callable[[str], Endpoint | None]
    """From an endpoint's id to what is configured."""
    data: Path
    """The data directory."""
    reach: Reach
    env: Env

    @contextmanager
    def open(self, endpoint_id: str) -> Generator["ConnectedEndpoint"]:
        """Connect to an endpoint.

        Raises:
            EndpointFailed: when there is no such endpoint, or it lets nobody in.
        """
        endpoint = self.find(endpoint_id)
        if endpoint is None:
            raise EndpointFailed(_missing(endpoint_id), may_pass=False)
        mark = self.env.new_id()[:_MARK_CHARACTERS]
        with _opened(endpoint, self.data, self.reach) as remote:
            yield ConnectedEndpoint(remote, _told(endpoint, self.data), mark)

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        """Take a file to an endpoint; return its path there.

        Raises:
            DeliveryFailed: when the endpoint did not take it.
        """
        try:
            with self.open(endpoint) as opened:
                return opened.deliver(source, directory)
        except EndpointFailed as failed:
            raise DeliveryFailed(str(failed), may_pass=failed.may_pass) from failed


@dataclass(frozen=True, slots=True)
class ConnectedEndpoint:
    """Implements `engine.ports.OpenEndpoint`."""

    remote: Remote
    told: Callable[[PurePosixPath], str]
    """From a path to what people read."""
    mark: str
    """Which nobody else marks temporary names with."""

    def list(self, directory: str, pattern: str = "*") -> Sequence[Found]:
        """Return the files of a directory by name, without those that are arriving."""
        found = (
            each
            for each in self.remote.list(pinned(directory))
            if fnmatchcase(each.name, pattern) and not is_arriving(each.name)
        )
        return sorted(found, key=lambda each: each.name)

    def fetch(self, path: str, to: Path) -> Found:
        """Bring a file here, whole and on disk, and return what it was."""
        place = pinned(path)
        before = self.remote.find(place)
        if before is None:
            raise EndpointFailed(f"{path} is not there any more")
        growing = to.with_name(f".{to.name}.{self.mark}")
        try:
            size = self._receive(place, growing)
            _check_same(path, before, self.remote.find(place), size)
            growing.replace(to)
            sync_directory(to.parent)
        finally:
            growing.unlink(missing_ok=True)
        return before

    def deliver(self, source: Path, directory: str) -> str:
        """Take a file there, and return its path."""
        path = pinned(directory) / pinned_name(source.name)
        self.remote.make_directory(path.parent)
        send(self.remote, source, path, self.mark)
        clear_leftovers(self.remote, path)
        return self.told(path)

    def rename(self, path: str, to: str) -> None:
        """Give a file another name in its directory."""
        place = pinned(path)
        if self.remote.find(place) is None:
            raise EndpointFailed(f"{path} is not there any more")
        self.remote.rename(place, place.parent / pinned_name(to))

    def check(self) -> None:
        """Write, read, rename and remove a small file; raises unless all went well."""
        name = f"almandine-{self.mark}.test"
        with TemporaryDirectory() as here:
            trial = Path(here) / name
            trial.write_text("Almandine tries whether it can deliver here.\n")
            try:
                self.deliver(trial, "")
                self.rename(name, f"{name}.handled")
            finally:
                for each in (name, f"{name}.handled"):
                    with suppress(EndpointFailed):
                        self.remote.remove(PurePosixPath(each))

    def _receive(self, path: PurePosixPath, growing: Path) -> int:
        """Write what a file holds to disk; return its size."""
        with growing.open("wb") as file:
            for block in self.remote.read(path):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()


def _check_same(path: str, before: Found, after: Found | None, size: int) -> None:
    """Raise unless a file was the same from the first look to the last."""
    if after is None:
        raise EndpointFailed(f"{path} vanished while it was read")
    if after != before or size != before.size:
        raise EndpointFailed(
            f"{path} changed while it was read: it had {before.size:,} bytes, then"
            f" {after.size:,}, and {size:,} were read. It may not be whole yet"
        )


def _told(endpoint: Endpoint, data: Path) -> Callable[[PurePosixPath], str]:
    """Return how paths at an endpoint are told."""
    if isinstance(endpoint, DirectoryEndpoint):
        root = (data / endpoint.path).resolve()
        return lambda path: str(root / path)
    return lambda path: place_of(endpoint, str(path))


def _opened(
    endpoint: Endpoint, data: Path, reach: Reach
) -> AbstractContextManager[Remote]:
    """Return the connection to be opened.

    The libraries of some kinds take 10 to 20 MB, which only those pay who use them.
    """
    if isinstance(endpoint, DirectoryEndpoint):
        return open_directory(endpoint, data)
    if isinstance(endpoint, FtpEndpoint):
        return open_ftp(endpoint, reach)
    if isinstance(endpoint, S3Endpoint):
        from almandine.delivery.s3 import open_s3  # noqa: PLC0415 - see above

        return open_s3(endpoint, reach)
    from almandine.delivery.sftp import open_sftp  # noqa: PLC0415 - see above

    return open_sftp(endpoint, reach)


def _missing(endpoint_id: str) -> str:
    if endpoint_id:
        return f"there is no endpoint {endpoint_id}: configure it, or name another one"
    return "the profile names no endpoint: name one, or send the files"
