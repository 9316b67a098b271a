"""What is read of an endpoint's keys and certificates before anybody connects."""

# The library is partly untyped.
# pyright: reportUnknownMemberType=false

from typing import Final

import asyncssh
import pytest
from msgspec import structs

from almandine.delivery.credentials import unreadable
from almandine.engine.endpoint import FtpsEndpoint, Secret, SftpEndpoint

KEY: Final = asyncssh.generate_private_key("ssh-ed25519")
PHRASE: Final = "right"
LOCKED: Final = KEY.export_private_key("pkcs8-pem", passphrase=PHRASE).decode()
SERVER: Final = SftpEndpoint(id="v", host="h", username="u", fingerprint="SHA256:a")
STORE: Final = FtpsEndpoint(id="v", host="h")
BROKEN: Final = "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    "key",
    [
        {"private_key": Secret(KEY.export_private_key().decode())},
        {"private_key": Secret(LOCKED), "passphrase": Secret(PHRASE)},
        {"known_hosts": f"h {KEY.export_public_key().decode()}"},
        {"password": Secret("canary")},
    ],
)
def test_keys_are_read(key: dict[str, Secret | str]) -> None:
    assert list(unreadable(structs.replace(SERVER, **key))) == []


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ({"private_key": Secret("canary")}, "private_key"),
        ({"private_key": Secret(LOCKED)}, "private_key"),
        (
            {"private_key": Secret(LOCKED), "passphrase": Secret("canary")},
            "private_key",
        ),
        ({"known_hosts": "canary"}, "known_hosts"),
    ],
)
def test_what_is_no_key_is_told_by_its_name_alone(
    key: dict[str, Secret | str], named: str
) -> None:
    [(told, wrong)] = unreadable(structs.replace(SERVER, **key))
    assert (told, "canary" in wrong) == (named, False)


@pytest.mark.parametrize("text", ["canary", BROKEN, "canarü", " "])
def test_what_is_no_certificate_is_told(text: str) -> None:
    [(key, wrong)] = unreadable(structs.replace(STORE, certificates=text))
    assert (key, "canar" in wrong) == ("certificates", False)


def test_without_certificates_those_of_the_machine_are_trusted() -> None:
    assert list(unreadable(STORE)) == []
