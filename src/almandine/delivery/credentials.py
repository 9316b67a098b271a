"""Keys and certificates of endpoints, as the libraries take them.

Read in one place, so that what `almandine apply` refuses is what would fail at night.
"""

import ssl
from collections.abc import Iterator

from almandine.delivery.remote import Unreadable
from almandine.engine.endpoint import Endpoint, FtpsEndpoint, SftpEndpoint
from almandine.engine.flaws import Flaw


def unreadable(endpoint: Endpoint) -> Iterator[Flaw]:
    """Yield what cannot be read of an endpoint whose secrets were looked up."""
    try:
        if isinstance(endpoint, FtpsEndpoint):
            trusted(endpoint)
        elif isinstance(endpoint, SftpEndpoint):
            # Some 20 MB, which only those pay who use it.
            from almandine.delivery.ssh_keys import (  # noqa: PLC0415 - see above
                client_keys,
                known_hosts,
            )

            client_keys(endpoint)
            known_hosts(endpoint)
    except Unreadable as wrong:
        yield wrong.flaw


def trusted(endpoint: FtpsEndpoint) -> ssl.SSLContext:
    """Return what checks a server's certificate.

    Raises:
        Unreadable: when the authorities to trust are no certificates.
    """
    try:
        return ssl.create_default_context(cadata=endpoint.certificates or None)
    except (ssl.SSLError, TypeError):
        raise Unreadable(
            "certificates",
            "holds no certificate as PEM, -----BEGIN CERTIFICATE----- and so on",
        ) from None
