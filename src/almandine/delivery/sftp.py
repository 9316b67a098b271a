"""Endpoints that speak SFTP.

The library is asynchronous, the engine is not: each act is run to its end on a loop of
the connection's own, with a deadline. A server whose key is not the one that was
configured is not spoken to.
"""

import asyncio
from collections.abc import Coroutine, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar, cast

import asyncssh
from asyncssh import SFTPAttrs, SFTPClient, SSHClientConnection, SSHKey
from asyncssh.constants import FILEXFER_TYPE_REGULAR

from almandine.delivery.addresses import Reach
from almandine.delivery.remote import BLOCK, NoAnswer, NoRoot
from almandine.delivery.ssh_keys import client_keys, known_hosts
from almandine.delivery.transfer import blocks
from almandine.engine.endpoint import SftpEndpoint
from almandine.engine.ports import EndpointFailed, Found

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loop:
    """Runs one act after the other."""

    runner: asyncio.Runner
    seconds: float
    """Deadline of each."""

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        """Run an act to its end.

        Raises:
            EndpointFailed: when it did not go well, or took too long.
        """
        with told():
            return self.runner.run(asyncio.wait_for(act, self.seconds))


@dataclass(frozen=True, slots=True)
class SftpRemote:
    """Implements `delivery.remote.Remote` over one connection."""

    loop: Loop
    sftp: SFTPClient
    root: PurePosixPath
    """Absolute, with all links followed."""
    inside: set[PurePosixPath] = field(default_factory=set[PurePosixPath])
    """Directories that were found to lie below the root."""

    @property
    def puts_whole(self) -> bool:
        """Tell that a file can be seen while it grows."""
        return False

    def make_directory(self, path: PurePosixPath) -> None:
        """Make a directory with all above it, none of them beyond a link out."""
        for each in [*reversed(path.parents), path]:
            if each.name:
                with suppress(EndpointFailed):
                    self.loop.do(self.sftp.mkdir(str(self.root / each)))
                self._check_inside(each)

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file."""
        self._check_inside(path.parent)
        file = self.loop.do(_opened(self.sftp, self.root / path, "wb"))
        try:
            for block in blocks(source):
                self.loop.do(_written(file, block))
        finally:
            self.loop.do(file.close())

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        self._check_inside(path)
        file = self.loop.do(_opened(self.sftp, self.root / path, "rb"))
        try:
            while block := self.loop.do(_read(file)):
                yield block
        finally:
            with suppress(EndpointFailed):
                self.loop.do(file.close())

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file."""
        attributes = self.loop.do(_known(self.sftp, self.root / path))
        return _found(path.name, attributes) if attributes else None

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory; no links."""
        self._check_inside(directory)
        for each in self.loop.do(self.sftp.readdir(str(self.root / directory))):
            if each.attrs.type == FILEXFER_TYPE_REGULAR:
                yield _found(str(each.filename), each.attrs)

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Give a file another path, in one step where the server can."""
        self._check_inside(path.parent)
        self._check_inside(to.parent)
        self.loop.do(
            _renamed(self.sftp, str(self.root / path), str(self.root / to)),
        )

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file."""
        self.loop.do(_removed(self.sftp, str(self.root / path)))

    def _check_inside(self, path: PurePosixPath) -> None:
        if path in self.inside:
            return
        end = self.loop.do(_real(self.sftp, self.root / path))
        if not end.is_relative_to(self.root):
            raise EndpointFailed(
                f"{str(path)!r} lies outside the endpoint {self.root}", may_pass=False
            )
        self.inside.add(path)


async def _real(sftp: SFTPClient, path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(str(await sftp.realpath(str(path))))


async def _root(sftp: SFTPClient, path: str) -> PurePosixPath:
    """Return the root with all links followed.

    Raises:
        NoRoot: when it is missing: what fails later would not name it.
    """
    try:
        root = await _real(sftp, PurePosixPath(path or "."))
        # Some servers tell the real path of what is not there.
        if path and not await sftp.isdir(str(root)):
            raise NoRoot(path)
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        raise NoRoot(path) from None
    return root


async def _opened(
    sftp: SFTPClient, path: PurePosixPath, mode: str
) -> asyncssh.SFTPClientFile:
    return await sftp.open(str(path), mode, encoding=None)


async def _written(file: asyncssh.SFTPClientFile, block: bytes) -> None:
    await file.write(block)


async def _read(file: asyncssh.SFTPClientFile) -> bytes:
    return cast("bytes", await file.read(BLOCK))


async def _known(sftp: SFTPClient, path: PurePosixPath) -> SFTPAttrs | None:
    try:
        return await sftp.stat(str(path))
    except asyncssh.SFTPNoSuchFile:
        return None


async def _renamed(sftp: SFTPClient, path: str, to: str) -> None:
    try:
        await sftp.posix_rename(path, to)
    except asyncssh.SFTPOpUnsupported:
        await sftp.rename(path, to)


async def _removed(sftp: SFTPClient, path: str) -> None:
    with suppress(asyncssh.SFTPNoSuchFile):
        await sftp.remove(path)


def _found(name: str, attributes: SFTPAttrs) -> Found:
    modified_at = datetime.fromtimestamp(attributes.mtime or 0, tz=UTC)
    return Found(name, attributes.size or 0, modified_at)


class _Unknown(EndpointFailed):
    """No key that the server has shown is the right one."""

    def __init__(self) -> None:
        super().__init__("the server's key is not known", may_pass=False)


class _Checking(asyncssh.SSHClient):
    """Knows the server by the fingerprint of one of its keys."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.strangers: list[SSHKey] = []
        """Keys that are not the right one."""

    def validate_host_public_key(
        self,
        host: str,  # noqa: ARG002 - the library's signature
        addr: str,  # noqa: ARG002 - the same
        port: int,  # noqa: ARG002 - the same
        key: SSHKey,
    ) -> bool:
        """Tell whether a key that known_hosts does not have is the right one."""
        if key.get_fingerprint() == self.fingerprint:
            return True
        if key not in self.strangers:
            self.strangers.append(key)
        return False

    def algorithms(self) -> list[str]:
        """Return those of keys, first of those that the server has not shown yet."""
        shown = {each for key in self.strangers for each in key.all_sig_algorithms}
        return sorted(_ALGORITHMS, key=lambda each: each.encode() in shown)


_ALGORITHMS: Final = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ssh-rsa",
)
"""Of servers' keys, in OpenSSH's order: most people take the fingerprint of the first.

No certificates: a fingerprint is a key's.
"""


@contextmanager
def open_sftp(endpoint: SftpEndpoint, reach: Reach) -> Generator[SftpRemote]:
    """Log in at a server, and out again."""
    with asyncio.Runner() as runner:
        loop = Loop(runner, reach.seconds)
        connection = _connected(loop, endpoint, reach)
        try:
            sftp = loop.do(_client(connection))
            root = loop.do(_root(sftp, endpoint.path))
            yield SftpRemote(loop, sftp, root)
        finally:
            # At once: whoever does not answer would not answer to a farewell either.
            connection.abort()
            with suppress(EndpointFailed):
                loop.do(connection.wait_closed())


async def _client(connection: SSHClientConnection) -> SFTPClient:
    # One name that is not in UTF-8 must not cost the list of all others.
    return await connection.start_sftp_client(path_errors="surrogateescape")


def _connected(loop: Loop, endpoint: SftpEndpoint, reach: Reach) -> SSHClientConnection:
    """Log in at a server that has the right key among its own.

    It shows one on each connection: another one is asked for until they repeat
    themselves. Before one is right, neither user name nor password is sent.
    """
    checking = _Checking(endpoint.fingerprint)
    while True:
        asked = checking.algorithms()
        try:
            return loop.do(_connection(endpoint, reach, checking))
        except _Unknown as failed:
            if checking.algorithms() == asked:
                raise _explained(failed, checking) from None


async def _connection(
    endpoint: SftpEndpoint, reach: Reach, checking: _Checking
) -> SSHClientConnection:
    keys, known = client_keys(endpoint), known_hosts(endpoint)
    # What is in known_hosts says itself which of its keys a server is to show.
    asks_for_any = checking.strangers or not endpoint.known_hosts
    return await asyncssh.connect(
        endpoint.host,
        endpoint.port,
        sock=reach.connect(endpoint.host, endpoint.port),
        # Nothing of the machine's own: neither its user's settings nor their keys.
        config=None,
        agent_path=None,
        known_hosts=known,
        server_host_key_algs=checking.algorithms() if asks_for_any else (),
        client_factory=lambda: checking,
        username=endpoint.username,
        password=endpoint.password.value if endpoint.password else None,
        client_keys=keys,
    )


def _explained(failed: EndpointFailed, checking: _Checking) -> EndpointFailed:
    """Return why a connection failed, with the keys that the server has shown."""
    if not checking.strangers:
        return failed
    met = [key.get_fingerprint() for key in checking.strangers]
    told = f"key is {met[0]}" if len(met) == 1 else f"keys are {', '.join(met)}"
    return EndpointFailed(
        f"the server is not the one that is configured: its {told}. If that is right,"
        " ask its operator, and put one into `fingerprint`",
        may_pass=False,
    )


@contextmanager
def told() -> Generator[None]:
    """Turn what the library raises into what the endpoint said."""
    try:
        yield
    except TimeoutError:
        raise NoAnswer from None
    except asyncssh.HostKeyNotVerifiable:
        raise _Unknown from None
    except asyncssh.PermissionDenied:
        raise EndpointFailed(
            "the server does not let us in; are user name and password or key right?",
            may_pass=False,
        ) from None
    except asyncssh.SFTPError as error:
        raise EndpointFailed(f"the server refused: {error.reason}") from None
    except (OSError, asyncssh.Error, ValueError) as error:
        raise EndpointFailed(f"the connection broke: {error}") from None
