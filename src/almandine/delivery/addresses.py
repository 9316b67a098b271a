"""Which hosts are connected to, and at which of their addresses.

A name is looked up once, and what was found is what is connected to: a name that says
something else the next time leads nowhere. This machine, its neighbours by link and
the directories that clouds keep there are no endpoints, unless the site says so.
"""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

from almandine.engine.ports import EndpointFailed, Unanswered


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a connection may go, and how long it may take."""

    timeout: timedelta
    """For each step: to connect, to log in, to move a block."""
    hosts: Collection[str] = ()
    """Names and addresses that are allowed although they are of this machine, or its
    neighbours; in small letters."""

    @property
    def seconds(self) -> float:
        """Return the timeout as libraries take it."""
        return self.timeout.total_seconds()

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a connection.

        Raises:
            EndpointFailed: when the host is none to be connected to, or nobody answers.
        """
        address = self.address(host, port)
        try:
            return socket.create_connection((address, port), self.seconds)
        except OSError as error:
            raise Unanswered(
                f"{host}:{port} cannot be connected to: {_reason(error)}. Is the server"
                " running, the port right, and no firewall in the way?"
            ) from error

    def address(self, host: str, port: int) -> str:
        """Return an address of the host that may be connected to.

        Raises:
            EndpointFailed: when it has none, or one that is not allowed.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unanswered(
                f"{host} is no name that can be looked up: {_reason(error)}."
                " Is it spelt right?"
            ) from error
        addresses = [str(each[4][0]) for each in found]
        if host.lower() not in self.hosts:
            for address in addresses:
                self._check(host, address)
        return addresses[0]

    def _check(self, host: str, address: str) -> None:
        if address not in self.hosts and not may_be_reached(address):
            raise EndpointFailed(
                f"{host} is at {address}, which is this machine, or belongs to it."
                " If that is meant, name it in the setting `endpoint_hosts`",
                may_pass=False,
            )


def may_be_reached(address: str) -> bool:
    """Tell whether an address is one of other machines.

    Those of private networks are: that is where a library's own servers are.
    """
    parsed = _inner(ip_address(address.partition("%")[0]))
    return not (
        parsed.is_loopback
        or parsed.is_link_local
        or parsed.is_unspecified
        or parsed.is_multicast
        or parsed.is_reserved
        or parsed in _METADATA
    )


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the address of IPv4 that one of IPv6 stands for, or itself."""
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or address.sixtofour or address


_METADATA = frozenset({ip_address("fd00:ec2::254"), ip_address("100.100.100.200")})
"""Where clouds tell machines their secrets; that of most is a link's neighbour."""


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return str(getattr(error, "strerror", None) or error)
