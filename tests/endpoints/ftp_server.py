"""FTP servers on loopback: pyftpdlib's, plain and with TLS."""

# The library has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUntypedBaseClass=false, reportAttributeAccessIssue=false

import errno
import logging
import threading
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import trustme

from almandine.engine.endpoint import FtpEndpoint, FtpsEndpoint, Secret
from endpoints.trouble import Fault, Spoiled, Trouble, files_in

with warnings.catch_warnings():
    # It stands on modules that leave Python with 3.12, and brings its own then.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.filesystems import AbstractedFS
    from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.log import config_logging
    from pyftpdlib.servers import FTPServer

USER = "almandine"
PASSWORD = "canary-of-ftp"  # noqa: S105 - of a server on loopback


@dataclass(frozen=True)
class FtpSite:
    root: Path
    port: int
    certificates: str
    """Empty without TLS."""
    trouble: Trouble

    def endpoint(self) -> FtpEndpoint:
        kind = partial(FtpsEndpoint, certificates=self.certificates)
        return (kind if self.certificates else FtpEndpoint)(
            id="vendor",
            host="127.0.0.1",
            port=self.port,
            username=USER,
            password=Secret(PASSWORD),
        )


class _File:
    """A file that spoils what is written to it, and breaks off what is read."""

    def __init__(self, file: BinaryIO, spoiled: Spoiled) -> None:
        self._file, self._spoiled = file, spoiled

    def write(self, data: bytes) -> int:
        self._file.write(self._spoiled.block(bytes(data)))
        return len(data)

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        return self._spoiled.block(data) if self._spoiled.breaks_off else data

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class _Files(AbstractedFS):
    def open(self, filename: str, mode: str) -> object:
        file = super().open(filename, mode)
        channel = self.cmd_channel
        return _File(file, Spoiled(channel.trouble, channel.fault, channel.close))

    def rename(self, src: str, dst: str) -> None:
        channel = self.cmd_channel
        if channel.fault is Fault.NOT_RENAMED:
            raise OSError(errno.EACCES, "not this name")
        super().rename(src, dst)
        channel.trouble.look()
        if channel.fault is Fault.ANSWER_LOST:
            channel.close()


class _Troubled:
    """What both handlers have in common: trouble of their own."""

    trouble: Trouble
    fault = Fault.NONE
    abstracted_fs = _Files
    timeout = 30
    unicode_errors = "surrogateescape"

    def on_connect(self) -> None:
        self.fault = self.trouble.next()
        if self.fault is Fault.REFUSED:
            self.close()  # type: ignore[attr-defined]

    def on_disconnect(self) -> None:
        self.trouble.look()

    def ftp_STOR(self, file: str, mode: str = "w") -> object:  # noqa: N802 - the library's
        if self.fault is Fault.HANGING:
            return None
        return super().ftp_STOR(file, mode)  # type: ignore[misc]

    def ftp_RETR(self, file: str) -> object:  # noqa: N802 - the library's
        if self.fault is Fault.HANGING:
            return None
        return super().ftp_RETR(file)  # type: ignore[misc]


def _handler(
    trouble: Trouble, certificate: Path | None, unknown: frozenset[str]
) -> type:
    kind = TLS_FTPHandler if certificate else FTPHandler
    commands = kind.proto_cmds
    attributes = {
        "trouble": trouble,
        "authorizer": DummyAuthorizer(),
        "use_sendfile": False,
        "proto_cmds": {name: commands[name] for name in commands.keys() - unknown},
    }
    if certificate:
        attributes |= {
            "certfile": str(certificate),
            "tls_control_required": True,
            "tls_data_required": True,
        }
    return type("Handler", (_Troubled, kind), attributes)


@contextmanager
def ftp_site(
    root: Path, *, tls: bool, unknown: frozenset[str] = frozenset()
) -> Generator[FtpSite]:
    """Start a server; `unknown` are commands that it does not know."""
    root.mkdir(parents=True, exist_ok=True)
    trouble = Trouble(lambda: files_in(root))
    authority = trustme.CA()
    certificate = root.parent / f"{root.name}.pem" if tls else None
    if certificate is not None:
        issued = authority.issue_cert("127.0.0.1")
        blobs = [issued.private_key_pem, *issued.cert_chain_pems]
        certificate.write_bytes(b"".join(each.bytes() for each in blobs))
    handler: Any = _handler(trouble, certificate, unknown)
    handler.authorizer.add_user(USER, PASSWORD, str(root), perm="elradfmwMT")
    config_logging(level=logging.CRITICAL + 1)
    loop = IOLoop()
    server = FTPServer(("127.0.0.1", 0), handler, ioloop=loop)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            loop.loop(timeout=0.02, blocking=False)

    thread = threading.Thread(target=serve)
    thread.start()
    certificates = authority.cert_pem.bytes().decode() if tls else ""
    try:
        yield FtpSite(root, server.address[1], certificates, trouble)
    finally:
        done.set()
        thread.join(10)
        server.close_all()
