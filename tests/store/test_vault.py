"""Secrets: found where a file says they are, and unreadable where they are kept."""

from pathlib import Path

import pytest

from almandine.engine.apply import NoSuchSecret
from almandine.engine.ports import EndpointFailed
from almandine.env import system_env
from almandine.store.vault import KEY_FILE, Vault
from store.workshop import ELSEWHERE, HERE


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path, HERE, system_env(), {"PASSWORD": "from the environment"})


def test_a_secret_is_read_by_its_endpoint_alone(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal("canary", "vendor")
    elsewhere = Vault(tmp_path, ELSEWHERE, system_env(), {})
    assert (vault.unseal(sealed, "vendor"), "canary" in sealed) == ("canary", False)
    for other, endpoint in ((vault, "robot"), (elsewhere, "vendor")):
        with pytest.raises(EndpointFailed, match="cannot be decrypted"):
            other.unseal(sealed, endpoint)


def test_the_same_gives_the_same_and_only_there(vault: Vault) -> None:
    first = vault.seal("canary", "vendor")
    assert vault.seal("canary", "vendor") == first
    assert vault.seal("canary", "robot") != first


@pytest.mark.parametrize("broken", ["", "AAAA", "no base 64 !", "é"])
def test_what_was_not_sealed_is_told(vault: Vault, broken: str) -> None:
    with pytest.raises(EndpointFailed, match="cannot be decrypted"):
        vault.unseal(broken, "vendor")


def test_another_key_opens_nothing_and_is_told(vault: Vault, tmp_path: Path) -> None:
    sealed = vault.seal("canary", "vendor")
    (tmp_path / KEY_FILE).write_text("another")
    with pytest.raises(EndpointFailed, match=r"Apply its configuration again"):
        vault.unseal(sealed, "vendor")


def test_only_the_owner_reads_the_key(vault: Vault, tmp_path: Path) -> None:
    vault.seal("canary", "vendor")
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_secret_is_looked_up_where_the_file_says(
    vault: Vault, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    looked_up = [vault.look_up(s) for s in ("plain", "env:PASSWORD", f"file:{file}")]
    assert looked_up == ["plain", "from the environment", "from a file"]


def test_what_is_not_there_is_told(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"a" * 100_000)
    (tmp_path / "latin").write_bytes(b"\xe4")
    said = ("env:NONE", *(f"file:{tmp_path}/{n}" for n in ("none", "large", "latin")))
    for each in said:
        with pytest.raises(NoSuchSecret):
            vault.look_up(each)
