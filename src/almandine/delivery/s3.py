"""Endpoints that are buckets of an object store."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import (
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from almandine.delivery.addresses import Reach
from almandine.engine.endpoint import S3Endpoint
from almandine.engine.flaws import flaws
from almandine.engine.ports import EndpointFailed, Found, Unanswered

_PIECE: Final = 8 << 20
"""Bytes of a request. Each has its own deadline, so that large files may take long."""
_AT_ONCE: Final = 2
"""Pieces that are in memory."""
_PORTS: Final = {"https": 443, "http": 80}
_UNANSWERED: Final = "error sending request"
"""What the library says where no answer came, as it has no error of its own for it."""
_SAID: Final = 300
"""Characters of an answer that are passed on."""


class S3Remote:
    """Implements `delivery.remote.Remote`.

    A file is put with its digest: a store that got something else refuses it, and a
    file of several pieces is there only when all of them are.
    """

    def __init__(self, store: S3Store, prefix: str) -> None:
        self._store = store
        self._prefix = PurePosixPath(prefix.strip("/"))

    @property
    def puts_whole(self) -> bool:
        """Tell that nobody sees a file before all of it is there."""
        return True

    def make_directory(self, path: PurePosixPath) -> None:
        """Do nothing: a bucket has no directories, only names with slashes."""

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file, at once and whole."""
        with told():
            obstore.put(
                self._store,
                self._at(path),
                source,
                chunk_size=_PIECE,
                max_concurrency=_AT_ONCE,
            )

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        found = self.find(path)
        if found is None:
            raise EndpointFailed(f"{path} is not there")
        for start in range(0, found.size, _PIECE):
            end = min(start + _PIECE, found.size)
            with told():
                piece = obstore.get_range(
                    self._store, self._at(path), start=start, end=end
                )
            yield bytes(piece)

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file."""
        with told():
            try:
                known = obstore.head(self._store, self._at(path))
            except FileNotFoundError:
                return None
        return Found(path.name, known["size"], known["last_modified"])

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory."""
        above = self._at(directory)
        with told():
            listed = obstore.list_with_delimiter(  # pyright: ignore[reportUnknownMemberType] - partly untyped
                self._store, None if above == "." else above
            )
        for each in listed["objects"]:
            name = PurePosixPath(each["path"]).name
            yield Found(name, each["size"], each["last_modified"])

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Copy a file within the store, and remove the first."""
        with told():
            obstore.rename(self._store, self._at(path), self._at(to))

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file."""
        with told():
            try:
                obstore.delete(self._store, self._at(path))
            except FileNotFoundError:
                return

    def _at(self, path: PurePosixPath) -> str:
        return str(self._prefix / path)


@contextmanager
def open_s3(endpoint: S3Endpoint, reach: Reach) -> Generator[S3Remote]:
    """Open a bucket; nothing is asked of it yet."""
    _check_host(endpoint, reach)
    with told():
        store = S3Store(
            endpoint.bucket,
            endpoint=_address(endpoint),
            virtual_hosted_style_request=not endpoint.endpoint_url,
            region=endpoint.region,
            access_key_id=endpoint.access_key,
            secret_access_key=endpoint.secret_key.value,
            checksum_algorithm="sha256",
            client_options={
                "allow_http": endpoint.endpoint_url.lower().startswith("http:"),
                "timeout": reach.timeout,
                "connect_timeout": reach.timeout,
            },
            # Tries are counted where deliveries are.
            retry_config={"max_retries": 0, "retry_timeout": reach.timeout},
        )
    yield S3Remote(store, endpoint.prefix)


def _check_host(endpoint: S3Endpoint, reach: Reach) -> None:
    """Raise unless the store is at a host that may be connected to."""
    for key, wrong in flaws(endpoint):
        # Of one that was configured before anybody looked.
        raise EndpointFailed(f"`{key}` {wrong}", may_pass=False)
    parts = urlsplit(_address(endpoint))
    with told():
        port = parts.port or _PORTS[parts.scheme.lower()]
    reach.address(parts.hostname or "", port)


def _address(endpoint: S3Endpoint) -> str:
    """Return where the bucket is; Amazon's have hosts of their own."""
    amazon = f"https://{endpoint.bucket}.s3.{endpoint.region}.amazonaws.com"
    return endpoint.endpoint_url or amazon


@contextmanager
def told() -> Generator[None]:
    """Turn what the library raises into what the endpoint said."""
    try:
        yield
    except FileNotFoundError as error:
        raise EndpointFailed(
            f"the store has no such bucket or file: {_first_line(error)}"
        ) from None
    except (PermissionDeniedError, UnauthenticatedError):
        raise EndpointFailed(
            "the store does not let us in; are access_key, secret_key, region and the"
            " rights at the bucket right?",
            may_pass=False,
        ) from None
    except (BaseError, OSError, ValueError) as error:
        kind = Unanswered if _UNANSWERED in str(error) else EndpointFailed
        raise kind(f"the store refused: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:_SAID]
