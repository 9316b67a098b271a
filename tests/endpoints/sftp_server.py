"""An SFTP server on loopback: asyncssh's, on a thread of its own."""

# The library is partly untyped.
# pyright: reportUnknownMemberType=false, reportUnknownLambdaType=false
# pyright: reportUnknownArgumentType=false

import asyncio
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import asyncssh

from almandine.engine.endpoint import Secret, SftpEndpoint
from endpoints.trouble import Fault, Spoiled, Trouble, files_in

USER = "almandine"
PASSWORD = "canary-of-sftp"  # noqa: S105 - of a server on loopback


@dataclass(frozen=True)
class SftpSite:
    root: Path
    port: int
    fingerprint: str
    known_hosts: str
    trouble: Trouble
    asked: list[str]
    """Names of users that wanted in."""

    def endpoint(self) -> SftpEndpoint:
        return SftpEndpoint(
            id="vendor",
            host="127.0.0.1",
            port=self.port,
            username=USER,
            password=Secret(PASSWORD),
            fingerprint=self.fingerprint,
        )


class _Login(asyncssh.SSHServer):
    def __init__(self, trouble: Trouble, asked: list[str]) -> None:
        self._trouble = trouble
        self._asked = asked
        self.fault = Fault.NONE

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.fault = self._trouble.next()
        conn.set_extra_info(fault=self.fault)
        if self.fault is Fault.REFUSED:
            conn.abort()

    def begin_auth(self, username: str) -> bool:
        self._asked.append(username)
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class _Files(asyncssh.SFTPServer):
    def __init__(
        self, channel: asyncssh.SSHServerChannel[bytes], root: Path, trouble: Trouble
    ) -> None:
        super().__init__(channel, chroot=str(root).encode())
        self._trouble = trouble
        self._abort = channel.get_connection().abort
        self._fault: Fault = channel.get_extra_info("fault")
        self._spoiled = Spoiled(trouble, self._fault, self._abort)

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if self._fault is Fault.HANGING:
            await asyncio.get_running_loop().run_in_executor(
                None, self._trouble.released.wait, 5
            )
        return super().open(path, pflags, attrs)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        # Blocks may come in any order: what is kept of one goes by its place.
        self._spoiled.taken = offset
        super().write(file_obj, offset, self._spoiled.block(data))
        return len(data)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        self._spoiled.taken = offset
        data = super().read(file_obj, offset, size)
        assert isinstance(data, bytes)
        return self._spoiled.block(data) if self._spoiled.breaks_off else data

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._renamed(partial(super().rename, oldpath, newpath))

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._renamed(partial(super().posix_rename, oldpath, newpath))

    def _renamed(self, rename: "partial[object]") -> None:
        if self._fault is Fault.NOT_RENAMED:
            raise asyncssh.SFTPPermissionDenied("not this name")
        rename()
        self._trouble.look()
        if self._fault is Fault.ANSWER_LOST:
            self._abort()

    def exit(self) -> None:
        self._trouble.look()


@contextmanager
def sftp_site(root: Path, keys: Sequence[asyncssh.SSHKey] = ()) -> Generator[SftpSite]:
    """Start a server with these keys, known by the first; one of its own else."""
    root.mkdir(parents=True, exist_ok=True)
    trouble = Trouble(lambda: files_in(root))
    keys = keys or [asyncssh.generate_private_key("ssh-ed25519")]
    asked: list[str] = []
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listening = _listening(root, partial(_Login, trouble, asked), keys)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result(10)
    port = server.get_port()
    public = keys[0].export_public_key().decode()
    known = f"[127.0.0.1]:{port} {public}"
    try:
        yield SftpSite(root, port, keys[0].get_fingerprint(), known, trouble, asked)
    finally:
        trouble.released.set()
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _listening(
    root: Path, login: "partial[_Login]", keys: Sequence[asyncssh.SSHKey]
) -> asyncssh.SSHAcceptor:
    return await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=keys,
        server_factory=login,
        sftp_factory=lambda channel: _Files(channel, root, login.args[0]),
        allow_scp=False,
    )


async def _closed(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    await server.wait_closed()
    await asyncio.get_running_loop().shutdown_default_executor()
