"""Keys of users and of servers, as the library for SSH takes them."""

from typing import Final

import asyncssh
from asyncssh import SSHKey, SSHKnownHosts

from almandine.delivery.remote import Unreadable
from almandine.engine.endpoint import SftpEndpoint

_NOBODY: Final = ((), (), ())
"""Servers that are known by nothing but a fingerprint."""


def client_keys(endpoint: SftpEndpoint) -> list[SSHKey] | None:
    """Return the user's key; None where there is none.

    Raises:
        Unreadable: when it is no key, or its passphrase another one.
    """
    key, phrase = endpoint.private_key, endpoint.passphrase
    if key is None:
        return None
    try:
        return [asyncssh.import_private_key(key.value, phrase and phrase.value)]
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError) as error:
        raise Unreadable("private_key", f"cannot be read: {error}") from None


def known_hosts(endpoint: SftpEndpoint) -> SSHKnownHosts | tuple[tuple[()], ...]:
    """Return the keys of known servers.

    Raises:
        Unreadable: when they are no lines of a known_hosts file.
    """
    if not endpoint.known_hosts:
        return _NOBODY
    try:
        return asyncssh.import_known_hosts(endpoint.known_hosts)
    except ValueError:
        raise Unreadable(
            "known_hosts", "has lines that are none of a known_hosts file"
        ) from None
