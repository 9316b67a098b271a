"""Endpoints at servers of the tests, opened as the service opens them."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from almandine.delivery.addresses import Reach
from almandine.delivery.endpoints import EndpointOffice
from almandine.engine.endpoint import DirectoryEndpoint, Endpoint
from almandine.engine.ports import DeliveryFailed
from almandine.env import system_env
from endpoints.ftp_server import FtpSite, ftp_site
from endpoints.s3_server import S3Site, s3_site
from endpoints.sftp_server import SftpSite, sftp_site
from endpoints.trouble import Trouble, files_in


@dataclass(frozen=True)
class DirectorySite:
    """A directory of this machine, into which nothing makes trouble."""

    root: Path
    trouble: Trouble

    def endpoint(self) -> DirectoryEndpoint:
        return DirectoryEndpoint(id="vendor", path=str(self.root))


Site = SftpSite | FtpSite | S3Site | DirectorySite

KINDS: Final = ("sftp", "ftp", "ftps", "s3")
"""Those with a server."""
HERE: Final = "127.0.0.1"
NAME: Final = "BIB_20230815_220844[016]_new_1 ä.xml"
CONTENT: Final = bytes(range(256)) * 8_192
"""Two blocks."""


@contextmanager
def site_of(kind: str, root: Path) -> Generator[Site]:
    """Start a server of a kind; one of S3 has a bucket and no root.

    A `directory` is a place without a server.
    """
    if kind == "sftp":
        with sftp_site(root) as sftp:
            yield sftp
    elif kind == "s3":
        with s3_site(root.parent.name.replace("_", "-")) as s3:
            yield s3
    elif kind == "directory":
        root.mkdir(parents=True)
        yield DirectorySite(root, Trouble(lambda: files_in(root)))
    else:
        with ftp_site(root, tls=kind == "ftps") as ftp:
            yield ftp


def office(endpoint: Endpoint, *, hosts: tuple[str, ...] = (HERE,)) -> EndpointOffice:
    reach = Reach(timedelta(seconds=10), frozenset(hosts))
    return EndpointOffice({"vendor": endpoint}.get, Path("/"), reach, system_env())


def refusal(
    endpoint: Endpoint, source: Path, *, hosts: tuple[str, ...] = (HERE,)
) -> DeliveryFailed:
    """Return why a file is not delivered."""
    opened = office(endpoint, hosts=hosts)
    with pytest.raises(DeliveryFailed) as caught:
        opened.deliver(source, endpoint="vendor", directory="")
    return caught.value


def taken_from(site: Site) -> None:
    """Take all files that lie at a server, as a receiver does."""
    if isinstance(site, S3Site):
        site.clear()
        return
    for file in site.root.rglob("*"):
        if file.is_file():
            file.unlink(missing_ok=True)


def left_below(site: Site, directory: str) -> dict[str, bytes]:
    """Return what lies in a directory at the server, with what is arriving."""
    return {
        name.removeprefix(f"{directory}/"): content
        for name, content in site.trouble.listing()
        if name.startswith(directory)
    }
