"""A certificate authority of the site's own, for clients that insist on HTTPS.

Real clients have `https://` and the vendor's hosts fixed in their code. They are
pointed here by the hosts file or DNS, and trust this authority. Both it and its
certificate are made once and kept, because trust is given by hand.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trustme
from cryptography import x509

from almandine.settings import LOOPBACK_HOSTS, VENDOR_HOSTS, Settings

DIRECTORY: Final = "tls"
_AUTHORITY: Final = "authority.pem"
_AUTHORITY_KEY: Final = "authority.key"
_SERVER: Final = "server.pem"
_NAME: Final = "Almandine local CA"


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the files lie."""

    authority: Path
    """What clients have to trust; the private key of it is not in there."""
    server: Path
    """Private key and certificate chain of the server."""


def site_certificates(settings: Settings) -> Certificates:
    """Return the certificates of a site, for every host it may be called by."""
    hosts = {*LOOPBACK_HOSTS, *VENDOR_HOSTS, *settings.hosts}
    return certificates(settings.data, hosts)


def certificates(directory: Path, hosts: Iterable[str]) -> Certificates:
    """Return the certificates of a data directory, made where missing.

    The server's is made again, by the same authority, when it does not name all
    hosts. Private keys can be read by their owner only.
    """
    home = directory / DIRECTORY
    home.mkdir(parents=True, exist_ok=True)
    files = Certificates(home / _AUTHORITY, home / _SERVER)
    authority = _authority(files.authority, home / _AUTHORITY_KEY)
    wanted = set(hosts)
    if not files.server.exists() or not wanted <= _names(files.server):
        made = authority.issue_cert(*sorted(wanted))
        _write(files.server, made.private_key_and_cert_chain_pem.bytes())
    return files


def how_to_trust(files: Certificates) -> str:
    """Return what the operator has to tell the clients."""
    return (
        f"Clients must trust {files.authority}: set REQUESTS_CA_BUNDLE (Python),"
        " NODE_EXTRA_CA_CERTS (Node.js) or SSL_CERT_FILE to it, or add it to the"
        " system's certificates."
    )


def _authority(certificate: Path, key: Path) -> trustme.CA:
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA(organization_name=_NAME)
    _write(key, made.private_key_pem.bytes())
    _write(certificate, made.cert_pem.bytes(), mode=0o644)
    return made


def _names(server: Path) -> set[str]:
    """Return the hosts that the first certificate of the file names."""
    certificate = x509.load_pem_x509_certificates(server.read_bytes())[0]
    names = certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value
    return {
        *names.get_values_for_type(x509.DNSName),
        *(str(address) for address in names.get_values_for_type(x509.IPAddress)),
    }


def _write(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put a file in place whole; unless said otherwise, only its owner reads it."""
    draft = file.with_suffix(f"{file.suffix}.new")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, mode)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    draft.replace(file)
