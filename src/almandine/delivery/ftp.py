"""Endpoints that speak FTP, plain or with TLS."""

import ftplib
import re
import ssl
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from socket import socket
from typing import Final, cast

from almandine.delivery.addresses import Reach
from almandine.delivery.credentials import trusted
from almandine.delivery.remote import BLOCK, NoAnswer, NoRoot
from almandine.engine.endpoint import FtpEndpoint, FtpsEndpoint
from almandine.engine.ports import EndpointFailed, Found

_TIME: Final = re.compile(r"\d{14}")
_LOGIN_REFUSED: Final = "530"
_MISSING: Final = "550"
"""What also stands for all else that a server does not do with a file."""
_NO_SUCH_COMMAND: Final = ("500", "502", "504")


class FtpRemote:
    """Implements `delivery.remote.Remote` over one connection."""

    def __init__(self, ftp: ftplib.FTP, root: PurePosixPath) -> None:
        """Take a connection that has logged in, and an absolute root."""
        self._ftp = ftp
        self._root = root

    @property
    def puts_whole(self) -> bool:
        """Tell that a file can be seen while it grows."""
        return False

    def make_directory(self, path: PurePosixPath) -> None:
        """Make a directory with all above it; the server follows its own links."""
        with told():
            for each in [*reversed(path.parents), path]:
                # That it is there already is told by the same code as all else:
                # whether a file can be put there shows what it was.
                with suppress(ftplib.error_perm):
                    if each.name:
                        self._ftp.mkd(self._at(each))

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file."""
        with told(), source.open("rb") as file:
            self._ftp.storbinary(f"STOR {self._at(path)}", file, BLOCK)

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        with told():
            self._ftp.voidcmd("TYPE I")
            connection = self._ftp.transfercmd(f"RETR {self._at(path)}")
            with closing(connection):
                while block := connection.recv(BLOCK):
                    yield block
            self._ftp.voidresp()

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file; the beginning of time where it has none."""
        with told():
            try:
                self._ftp.voidcmd("TYPE I")
                size = self._size(path)
            except ftplib.error_perm as error:
                if not str(error).startswith(_MISSING):
                    raise
                return None
            except UnicodeEncodeError:
                # A list had a name that is not in UTF-8; so it cannot be asked for.
                return Found(path.name, 0, _instant(""))
            return Found(path.name, size, self._modified_at(path))

    def _size(self, path: PurePosixPath) -> int:
        """Return the size of a file; read it to the end where the server cannot say."""
        try:
            return self._ftp.size(self._at(path)) or 0
        except ftplib.error_perm as error:
            if not str(error).startswith(_NO_SUCH_COMMAND):
                raise
        lengths: list[int] = []
        self._ftp.retrbinary(
            f"RETR {self._at(path)}", lambda block: lengths.append(len(block)), BLOCK
        )
        return sum(lengths)

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory."""
        with told():
            try:
                entries = self._lines(f"MLSD {self._at(directory)}")
            except ftplib.error_perm:
                yield from self._one_by_one(directory)
                return
        for name, facts in map(_entry, entries):
            if facts.get("type", "").lower() == "file":
                modified_at = _instant(facts.get("modify", ""))
                yield Found(name, int(facts.get("size", "0")), modified_at)

    def _one_by_one(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory of a server that lists only names."""
        for name in self._names(directory):
            found = self.find(directory / name)
            if found:
                yield found

    def _names(self, directory: PurePosixPath) -> Sequence[str]:
        """Return the names in a directory, for servers that tell nothing more."""
        try:
            found = self._lines(f"NLST {self._at(directory)}")
        except ftplib.error_perm as error:
            # So some servers say that there is nothing in it.
            if str(error).startswith("550") and "no files" in str(error).lower():
                return []
            raise
        names = (PurePosixPath(each).name for each in found)
        return [name for name in names if name not in ("", ".", "..")]

    def _lines(self, command: str) -> Sequence[str]:
        """Return the lines of a list.

        The library would give up all of it for one name that is not in UTF-8.
        """
        received = bytearray()
        self._ftp.retrbinary(command, received.extend)
        return [line.decode(errors="surrogateescape") for line in received.splitlines()]

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Give a file another path."""
        with told():
            self._ftp.rename(self._at(path), self._at(to))

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file."""
        with told(), suppress(ftplib.error_perm):
            self._ftp.delete(self._at(path))

    def _modified_at(self, path: PurePosixPath) -> datetime:
        try:
            return _instant(self._ftp.sendcmd(f"MDTM {self._at(path)}"))
        except ftplib.error_perm:
            return _instant("")

    def _at(self, path: PurePosixPath) -> str:
        return str(self._root / path)


class _Ftps(ftplib.FTP_TLS):
    """FTP with TLS that goes on with its session on the second connection.

    Servers ask for that, so that nobody else takes the second one over.
    """

    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket, int | None]:
        """Open the second connection."""
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - wrapped below
        control = cast("ssl.SSLSocket", self.sock)
        secured = self.context.wrap_socket(
            plain, server_hostname=self.host, session=control.session
        )
        return secured, size


@contextmanager
def open_ftp(endpoint: FtpEndpoint, reach: Reach) -> Generator[FtpRemote]:
    """Log in at a server, and out again."""
    ftp = _client(endpoint, reach)
    try:
        with told():
            _greet(ftp, endpoint, reach)
            root = PurePosixPath(ftp.pwd()) / endpoint.path
        _check_root(ftp, endpoint, root)
        yield FtpRemote(ftp, root)
        with suppress(OSError, EOFError, ftplib.Error):
            ftp.quit()
    finally:
        ftp.close()


def _check_root(ftp: ftplib.FTP, endpoint: FtpEndpoint, root: PurePosixPath) -> None:
    """Raise unless the root is there: what fails later would not name it."""
    if not endpoint.path:
        return
    with told():
        try:
            ftp.cwd(str(root))
        except ftplib.error_perm as error:
            if not str(error).startswith(_MISSING):
                raise
            raise NoRoot(endpoint.path) from None


def _client(endpoint: FtpEndpoint, reach: Reach) -> ftplib.FTP:
    if not isinstance(endpoint, FtpsEndpoint):
        return ftplib.FTP(timeout=reach.seconds)  # noqa: S321 - as configured
    return _Ftps(timeout=reach.seconds, context=trusted(endpoint))


def _greet(ftp: ftplib.FTP, endpoint: FtpEndpoint, reach: Reach) -> None:
    """Connect to the address that was looked up, and log in under the host's name."""
    connection = reach.connect(endpoint.host, endpoint.port)
    ftp.host, ftp.sock, ftp.af = endpoint.host, connection, connection.family
    ftp.file = connection.makefile("r", encoding=ftp.encoding)
    ftp.welcome = ftp.getresp()
    password = endpoint.password.value if endpoint.password else ""
    ftp.login(endpoint.username, password)
    if isinstance(ftp, _Ftps):
        ftp.prot_p()


def _entry(line: str) -> tuple[str, dict[str, str]]:
    """Read a line of a machine's list (RFC 3659): facts, a blank and the name."""
    facts, _, name = line.partition(" ")
    pairs = (fact.partition("=") for fact in facts.split(";"))
    return name, {key.lower(): value for key, _, value in pairs}


def _instant(said: str) -> datetime:
    """Read a time as FTP has it: fourteen digits, UTC."""
    found = _TIME.search(said)
    if not found:
        return datetime.fromtimestamp(0, tz=UTC)
    return datetime.strptime(found[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@contextmanager
def told() -> Generator[None]:
    """Turn what the library raises into what the endpoint said."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise EndpointFailed(
            f"the server's certificate is not trusted: {error.verify_message}. Name its"
            " authority in `certificates`, or have the server's mended",
            may_pass=False,
        ) from None
    except ftplib.error_perm as error:
        if str(error).startswith(_LOGIN_REFUSED):
            raise EndpointFailed(
                "the server does not let us in; are user name and password right?",
                may_pass=False,
            ) from None
        raise EndpointFailed(f"the server refused: {error}") from None
    except TimeoutError:
        raise NoAnswer from None
    except EOFError:
        raise EndpointFailed("the server ended the connection") from None
    except (OSError, ftplib.Error, ValueError) as error:
        raise EndpointFailed(f"the connection broke: {error}") from None
