"""What is wrong with endpoints as they are configured, told before any is used."""

import re
from collections.abc import Iterator
from typing import Final

from almandine.engine.endpoint import (
    SECRETS,
    Endpoint,
    S3Endpoint,
    Secret,
    SftpEndpoint,
)

Flaw = tuple[str, str]
"""A key, and what is wrong there; never what stands there, which may be secret."""

_GIVE_KEY: Final = (
    "Give its key's fingerprint, as `ssh-keyscan HOST | ssh-keygen -lf -` shows it,"
    " or known_hosts; a server whose key is not checked is not spoken to"
)
_BUCKET: Final = re.compile(
    r"(?!.*\.\.)(?![0-9.]+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII
)
"""S3's rules for names. A bucket of Amazon's is part of a host's name."""
_BUCKETS: Final = (
    "is 3 to 63 small letters, digits, dots and hyphens, with a letter or digit at"
    " either end, and no address"
)
_REGION: Final = re.compile(r"[A-Za-z0-9-]+")
_STORE: Final = re.compile(
    r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[^\s?#@\\]*)?",
    re.ASCII | re.IGNORECASE,
)
"""Strict, so that nobody can read another host in it than we do."""

_STORES: Final = (
    "is the address of a store, such as https://s3.example.org:9000, without a user's"
    " name or password, which everybody would see (they are access_key and secret_key),"
    " and without ? and #"
)


def flaws(endpoint: Endpoint) -> Iterator[Flaw]:
    """Yield what is wrong with an endpoint, as far as it can be seen."""
    for key in SECRETS:
        if getattr(endpoint, key, None) == Secret(""):
            yield key, "is empty; give it a value, or leave it out where it may be"
    if isinstance(endpoint, SftpEndpoint):
        yield from _of_sftp(endpoint)
    elif isinstance(endpoint, S3Endpoint):
        yield from _of_s3(endpoint)


def _of_sftp(endpoint: SftpEndpoint) -> Iterator[Flaw]:
    if not (endpoint.known_hosts or endpoint.fingerprint):
        yield "fingerprint", f"how is the server to be known? {_GIVE_KEY}"
    if endpoint.fingerprint and not endpoint.fingerprint.startswith("SHA256:"):
        yield "fingerprint", "begins with SHA256:, as `ssh-keygen -l` shows it"
    if endpoint.password is None and endpoint.private_key is None:
        yield "password", "give a password or a private_key"


def _of_s3(endpoint: S3Endpoint) -> Iterator[Flaw]:
    if not _BUCKET.fullmatch(endpoint.bucket):
        yield "bucket", _BUCKETS
    if not _REGION.fullmatch(endpoint.region):
        yield "region", "is letters, digits and hyphens, such as eu-central-1"
    if endpoint.endpoint_url and not _STORE.fullmatch(endpoint.endpoint_url):
        yield "endpoint_url", _STORES
