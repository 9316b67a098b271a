"""Endpoints as they are configured: where files go, and where they come from.

Each kind is a table of the configuration file, told apart by its `kind`, and is kept
in the same spelling.
"""

from pathlib import PurePosixPath
from typing import Annotated, Final

from msgspec import Meta, Struct

_Text = Annotated[str, Meta(min_length=1)]
_Port = Annotated[int, Meta(ge=1, le=65535)]


_HERE: Final = PurePosixPath()

KIND: Final = "kind"
"""The key by which kinds of endpoint are told apart."""


class Secret:
    """A text that is shown nowhere.

    No dataclass, which would be written out as any other: whoever reads or writes one
    has to say how.
    """

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return "Secret(…)"


class EndpointTable(Struct, frozen=True, kw_only=True, tag_field=KIND):
    """`[[endpoints]]`."""

    id: _Text


class DirectoryEndpoint(EndpointTable, frozen=True, kw_only=True, tag="directory"):
    """A directory of this machine."""

    path: _Text
    """Absolute, or relative to the data directory."""


class SftpEndpoint(EndpointTable, frozen=True, kw_only=True, tag="sftp"):
    """A server that speaks SFTP, which is SSH."""

    host: _Text
    port: _Port = 22
    username: _Text
    password: Secret | None = None
    private_key: Secret | None = None
    """In OpenSSH's or PEM's spelling."""
    passphrase: Secret | None = None
    """Of the private key."""
    known_hosts: str = ""
    """Lines of an OpenSSH known_hosts file."""
    fingerprint: str = ""
    """Of the server's key, as `ssh-keygen -l` shows it: `SHA256:…`."""
    path: str = ""
    """Root; relative to where a login leads, or absolute."""


class FtpEndpoint(EndpointTable, frozen=True, kw_only=True, tag="ftp"):
    """A server that speaks FTP, where everybody on the way can read along."""

    host: _Text
    port: _Port = 21
    username: _Text = "anonymous"
    password: Secret | None = None
    path: str = ""
    """Root; relative to where a login leads, or absolute."""


class FtpsEndpoint(FtpEndpoint, frozen=True, kw_only=True, tag="ftps"):
    """A server that speaks FTP with explicit TLS, on both connections."""

    certificates: str = ""
    """Authorities to trust, as PEM; empty for those of the machine."""


class S3Endpoint(EndpointTable, frozen=True, kw_only=True, tag="s3"):
    """A bucket of an object store that speaks S3."""

    bucket: _Text
    prefix: str = ""
    """Root within the bucket."""
    endpoint_url: str = ""
    """Of a store that is not Amazon's."""
    region: _Text = "us-east-1"
    access_key: _Text
    secret_key: Secret


Endpoint = DirectoryEndpoint | SftpEndpoint | FtpEndpoint | FtpsEndpoint | S3Endpoint

SECRETS: Final = ("password", "private_key", "passphrase", "secret_key")
"""The keys whose values are encrypted where they are kept."""


def place_of(endpoint: Endpoint, path: str = "") -> str:
    """Return where an endpoint is, for people; without what is secret.

    Args:
        endpoint: Of any kind.
        path: Of a file below its root; empty for the root.
    """
    if isinstance(endpoint, DirectoryEndpoint):
        return str(PurePosixPath(endpoint.path, path))
    if isinstance(endpoint, S3Endpoint):
        key = PurePosixPath("/", endpoint.bucket, endpoint.prefix.strip("/"), path)
        at = f" at {endpoint.endpoint_url}" if endpoint.endpoint_url else ""
        return f"s3:/{key}{at}"
    below = PurePosixPath(endpoint.path, path)
    host = f"{endpoint.username}@{endpoint.host}:{endpoint.port}"
    return f"{kind_of(endpoint)}://{host}/{'' if below == _HERE else below}"


def kind_of(endpoint: Endpoint) -> str:
    """Return the word that the configuration file has for its kind."""
    return str(type(endpoint).__struct_config__.tag)
