"""What only SFTP has: keys of servers and of users, and links."""

# The library is partly untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import asyncssh
import pytest
from msgspec import structs

from almandine.delivery.endpoints import ConnectedEndpoint
from almandine.engine.endpoint import Secret
from almandine.engine.ports import EndpointFailed
from endpoints.offices import CONTENT, NAME, left_below, office, refusal
from endpoints.sftp_server import SftpSite, sftp_site

FAMILIES: Final = {
    "RSA": "ssh-rsa",
    "Ed25519": "ssh-ed25519",
    "ECDSA": "ecdsa-sha2-nistp256",
    "ECDSA of 384 bits": "ecdsa-sha2-nistp384",
}
KEYS: Final = tuple(asyncssh.generate_private_key(each) for each in FAMILIES.values())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpSite]:
    with sftp_site(tmp_path_factory.mktemp("keys") / "root") as opened:
        yield opened


def test_a_server_in_known_hosts_is_delivered_to(site: SftpSite, source: Path) -> None:
    endpoint = structs.replace(
        site.endpoint(), fingerprint="", known_hosts=site.known_hosts
    )
    office(endpoint).deliver(source, endpoint="vendor", directory="")
    assert left_below(site, NAME) == {NAME: CONTENT}


@pytest.mark.parametrize("known", ["fingerprint", "known_hosts", "nothing"])
def test_a_server_with_another_key_is_not_spoken_to(
    site: SftpSite, source: Path, known: str
) -> None:
    other = site.known_hosts.replace(f":{site.port}", ":1")
    endpoint = structs.replace(
        site.endpoint(),
        fingerprint="SHA256:" + "A" * 43 if known == "fingerprint" else "",
        known_hosts=other if known == "known_hosts" else "",
    )
    failed = refusal(endpoint, source)
    assert f"its key is {site.fingerprint}" in str(failed)
    assert not failed.may_pass


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpSite]:
    """Return a server with a key of each family."""
    with sftp_site(tmp_path_factory.mktemp("many") / "root", list(KEYS)) as opened:
        yield opened


@pytest.mark.parametrize("key", KEYS, ids=FAMILIES)
def test_any_key_of_a_server_may_be_the_one_it_is_known_by(
    many: SftpSite, source: Path, key: asyncssh.SSHKey
) -> None:
    endpoint = structs.replace(many.endpoint(), fingerprint=key.get_fingerprint())
    office(endpoint).deliver(source, endpoint="vendor", directory="")
    assert left_below(many, NAME) == {NAME: CONTENT}


def test_no_key_of_many_is_the_right_one(many: SftpSite, source: Path) -> None:
    many.asked.clear()
    stranger = structs.replace(many.endpoint(), fingerprint="SHA256:" + "A" * 43)
    failed = refusal(stranger, source)
    assert all(key.get_fingerprint() in str(failed) for key in KEYS)
    assert (failed.may_pass, many.asked) == (False, [])


def test_a_wrong_password_is_told_after_the_right_key_was_found(
    many: SftpSite, source: Path
) -> None:
    wrong = structs.replace(many.endpoint(), password=Secret("wrong"))
    assert "does not let us in" in str(refusal(wrong, source))


def test_a_private_key_that_is_none_is_told_without_it(
    site: SftpSite, source: Path
) -> None:
    wrong = structs.replace(site.endpoint(), private_key=Secret("canary-of-a-key"))
    failed = refusal(wrong, source)
    assert "`private_key` cannot be read" in str(failed)
    assert "canary" not in str(failed)


def test_lines_that_are_no_known_hosts_are_told_and_not_tried_again(
    site: SftpSite, source: Path
) -> None:
    failed = refusal(structs.replace(site.endpoint(), known_hosts="canary"), source)
    assert "`known_hosts` has lines that are none" in str(failed)
    assert not failed.may_pass


@contextmanager
def opened_inside(site: SftpSite, outer: str) -> Generator[ConnectedEndpoint]:
    """Open an endpoint below which two links lead out of it."""
    inner = site.root / outer / "inner"
    inner.mkdir(parents=True)
    (inner.parent / "secret").write_bytes(b"1")
    (inner / "out").symlink_to("..")
    (inner / "file").symlink_to("../secret")
    endpoint = structs.replace(site.endpoint(), path=f"{outer}/inner")
    with office(endpoint).open("vendor") as opened:
        yield opened


def test_a_directory_behind_a_link_out_is_not_delivered_to(
    site: SftpSite, source: Path
) -> None:
    with opened_inside(site, "directories") as opened:
        with pytest.raises(EndpointFailed, match="lies outside the endpoint"):
            opened.deliver(source, "out/new")
        with pytest.raises(EndpointFailed, match="lies outside the endpoint"):
            opened.list("out")
    found = sorted(each.name for each in (site.root / "directories").iterdir())
    assert found == ["inner", "secret"]


def test_a_file_behind_a_link_out_is_not_read(site: SftpSite, tmp_path: Path) -> None:
    with opened_inside(site, "files") as opened:
        assert opened.list("") == []
        with pytest.raises(EndpointFailed, match="lies outside the endpoint"):
            opened.fetch("file", tmp_path / "here")
    assert list(tmp_path.iterdir()) == []
