"""Which addresses are those of other machines, and which hosts are looked up."""

from datetime import timedelta
from typing import Final

import pytest

from almandine.delivery.addresses import Reach, may_be_reached
from almandine.engine.ports import EndpointFailed

SECOND: Final = timedelta(seconds=1)
OURS: Final = (
    "127.0.0.1",
    "127.1.2.3",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - which is this machine too
    "169.254.169.254",
    "169.254.0.1",
    "169.254.170.2",
    "100.100.100.200",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%1",
    "febf::1",
    "ff02::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::ffff:0.0.0.0",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
)
OTHERS: Final = (
    "10.0.0.5",
    "172.16.3.4",
    "192.168.1.10",
    "8.8.8.8",
    "93.184.216.34",
    "100.64.0.1",
    "198.51.100.7",
    "2606:2800:220:1::",
    "2001:4860:4860::8888",
    "fd12:3456:789a::1",
    "fc00::7",
    "::ffff:192.168.1.10",
    "::ffff:8.8.8.8",
    "2002:808:808::",
)


@pytest.mark.parametrize("address", OURS)
def test_this_machine_and_what_belongs_to_it_is_not_reached(address: str) -> None:
    assert not may_be_reached(address)


@pytest.mark.parametrize("address", OTHERS)
def test_other_machines_are_reached_also_in_private_networks(address: str) -> None:
    assert may_be_reached(address)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0", "::1"]
)
def test_this_machine_under_any_name_is_refused(host: str) -> None:
    # Some of these are names to some systems only.
    with pytest.raises(EndpointFailed, match=r"which is this machine|no name"):
        Reach(SECOND).address(host, 22)


@pytest.mark.parametrize("allowed", ["localhost", "127.0.0.1", "::1"])
def test_a_host_that_is_listed_is_reached(allowed: str) -> None:
    hosts = frozenset({allowed, "127.0.0.1", "::1"})
    assert Reach(SECOND, hosts).address("LOCALHOST", 22) in ("127.0.0.1", "::1")


@pytest.mark.parametrize("host", ["", "..", "a" * 64 + ".example", "no such.invalid"])
def test_a_name_that_cannot_be_looked_up_is_told(host: str) -> None:
    with pytest.raises(EndpointFailed):
        Reach(SECOND).address(host, 22)
