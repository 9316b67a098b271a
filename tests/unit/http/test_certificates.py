"""Certificates of the site's own."""

from pathlib import Path
from stat import S_IMODE

from cryptography import x509

from almandine.http.certificates import (
    Certificates,
    certificates,
    how_to_trust,
    site_certificates,
)
from almandine.settings import Settings

HOSTS = ("localhost", "127.0.0.1", "::1")


def names(files: Certificates) -> set[str]:
    certificate = x509.load_pem_x509_certificates(files.server.read_bytes())[0]
    alternatives = certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    return {str(name.value) for name in alternatives.value}


def test_a_site_is_certified_for_every_name_it_may_have(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, public_url="https://jobs.example.org", allowed_hosts=()
    )
    assert names(site_certificates(settings)) == {
        *HOSTS,
        "jobs.example.org",
        *(
            f"api-{region}.hosted.exlibrisgroup.com"
            for region in ("na", "eu", "ap", "ca", "cn")
        ),
    }


def test_certificates_are_kept(tmp_path: Path) -> None:
    first = certificates(tmp_path, HOSTS)
    kept = [first.authority.read_bytes(), first.server.read_bytes()]
    again = certificates(tmp_path, HOSTS)
    assert [again.authority.read_bytes(), again.server.read_bytes()] == kept


def test_a_new_name_is_certified_by_the_same_authority(tmp_path: Path) -> None:
    authority = certificates(tmp_path, HOSTS).authority.read_bytes()
    files = certificates(tmp_path, [*HOSTS, "new.example"])
    assert files.authority.read_bytes() == authority
    assert "new.example" in names(files)


def test_private_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    files = certificates(tmp_path, HOSTS)
    modes = {
        file.name: S_IMODE(file.stat().st_mode)
        for file in files.authority.parent.iterdir()
    }
    assert modes == {
        "authority.pem": 0o644,
        "authority.key": 0o600,
        "server.pem": 0o600,
    }


def test_no_private_key_is_in_what_clients_are_given(tmp_path: Path) -> None:
    assert b"PRIVATE" not in certificates(tmp_path, HOSTS).authority.read_bytes()


def test_the_operator_is_told_which_file_to_trust(tmp_path: Path) -> None:
    files = certificates(tmp_path, HOSTS)
    assert str(files.authority) in how_to_trust(files)
