"""Machines in a network of their own, made of network namespaces of this one.

They share the file system, as machines do that have mounted the same directory. The
cable of each can be pulled: what it sends is lost then, and nobody is told.
"""

import os
import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final

_NUMBERS: Final = count(1)
_IP: Final = shutil.which("ip")


@cache
def reason_against() -> str:
    """Return why no machines can be made here; empty where they can."""
    if os.geteuid():
        return "network namespaces are for root alone"
    if _IP is None:
        return "there is no `ip` command to make network namespaces with"
    probe = f"almandine-probe-{os.getpid()}"
    try:
        _ip("netns", "add", probe)
    except subprocess.CalledProcessError as error:
        return f"no network namespace can be made: {error.stderr.decode().strip()}"
    _ip("netns", "delete", probe)
    return ""


def _ip(*words: str) -> None:
    assert _IP is not None
    subprocess.run([_IP, *words], check=True, capture_output=True)  # noqa: S603 - of the system


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with an address and a cable."""

    address: str
    namespace: str
    switch: str
    port: str
    """The other end of the cable, at the switch."""

    @property
    def within(self) -> Sequence[str]:
        """Return the command that starts others on this machine."""
        assert _IP is not None
        return (_IP, "netns", "exec", self.namespace)

    def cut_off(self) -> None:
        """Pull the cable."""
        _ip("-n", self.switch, "link", "set", self.port, "down")

    def come_back(self) -> None:
        """Plug it in again."""
        _ip("-n", self.switch, "link", "set", self.port, "up")


@dataclass(frozen=True, slots=True)
class Network:
    """A switch, to which this machine is connected too."""

    switch: str
    subnet: str

    @contextmanager
    def machine(self, name: str, number: int) -> Generator[Machine]:
        """Make a machine, the last part of whose address is the number."""
        namespace = f"{self.switch}-{name}"
        with _namespace(namespace):
            port, address = f"to-{name}", f"{self.subnet}.{number}"
            _ip(
                *("-n", self.switch, "link", "add", port, "type", "veth"),
                *("peer", "name", "eth0", "netns", namespace),
            )
            _ip("-n", self.switch, "link", "set", port, "master", "bridge", "up")
            _ip("-n", namespace, "address", "add", f"{address}/24", "dev", "eth0")
            _ip("-n", namespace, "link", "set", "eth0", "up")
            yield Machine(address, namespace, self.switch, port)


@contextmanager
def _namespace(name: str) -> Generator[None]:
    """Make a namespace; with it, all cables that end in it are removed."""
    _ip("netns", "add", name)
    try:
        _ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        _ip("netns", "delete", name)


@contextmanager
def network() -> Generator[Network]:
    """Make a network that no other test has, and connect this machine to it."""
    number = next(_NUMBERS)
    name = f"alm{os.getpid()}-{number}"
    subnet = f"10.77.{(os.getpid() + number) % 256}"
    ours = f"alm{os.getpid() % 100_000}-{number}"
    with ExitStack() as stack:
        stack.enter_context(_namespace(name))
        _ip("-n", name, "link", "add", "bridge", "type", "bridge")
        _ip("-n", name, "link", "set", "bridge", "up")
        _ip(
            *("link", "add", ours, "type", "veth"),
            *("peer", "name", "to-tests", "netns", name),
        )
        _ip("-n", name, "link", "set", "to-tests", "master", "bridge", "up")
        _ip("address", "add", f"{subnet}.254/24", "dev", ours)
        _ip("link", "set", ours, "up")
        yield Network(name, subnet)
