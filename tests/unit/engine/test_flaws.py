"""What is wrong with an endpoint is told by its key, and without what stands there."""

from typing import Final

import pytest
from msgspec import structs

from almandine.engine.endpoint import Endpoint, S3Endpoint, Secret, SftpEndpoint
from almandine.engine.flaws import flaws

STORE: Final = S3Endpoint(
    id="s", bucket="exports", access_key="a", secret_key=Secret("canary")
)
SERVER: Final = SftpEndpoint(
    id="v", host="h", username="u", password=Secret("canary"), fingerprint="SHA256:a"
)


def keys(endpoint: Endpoint) -> list[str]:
    return [key for key, _ in flaws(endpoint)]


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert keys(STORE) == keys(SERVER) == []


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"fingerprint": ""}, "fingerprint"),
        ({"fingerprint": "MD5:a"}, "fingerprint"),
        ({"password": None}, "password"),
    ],
)
def test_a_server_is_known_and_let_in_by_something(
    changed: dict[str, str], key: str
) -> None:
    assert keys(structs.replace(SERVER, **changed)) == [key]


@pytest.mark.parametrize("key", ["password", "private_key", "passphrase"])
def test_an_empty_secret_is_none(key: str) -> None:
    assert keys(structs.replace(SERVER, **{key: Secret("")})) == [key]


@pytest.mark.parametrize(
    "url",
    [
        "https://user:canary@s3.example.org",
        "https://canary@s3.example.org",
        "http://127.0.0.1\\@s3.example.org",
        "https://s3.example.org?key=canary",
        "https://s3.example.org/#canary",
        "https://s3.example.org:canary",
        "https://s3.example.org/a b",
        "ftp://s3.example.org",
        "s3.example.org",
        "https://",
    ],
)
def test_the_address_of_a_store_holds_nothing_else_and_is_not_repeated(
    url: str,
) -> None:
    [(key, wrong)] = flaws(structs.replace(STORE, endpoint_url=url))
    assert (key, "canary" in wrong) == ("endpoint_url", False)


@pytest.mark.parametrize(
    "url",
    [
        *("https://s3.example.org", "http://127.0.0.1:9000", "https://[2001:db8::1]/"),
        *("https://example.org/minio/", "HTTPS://S3.Example.org:443"),
    ],
)
def test_addresses_of_stores_are_taken(url: str) -> None:
    assert keys(structs.replace(STORE, endpoint_url=url)) == []


@pytest.mark.parametrize(
    "bucket",
    [
        *("127.0.0.1:18423/exports?", "127.0.0.1", "user@host", "a/b", "a\\b", "a#b"),
        *("ab", "a" * 64, "Exports", "a..b", "-ab", "ab.", "büro", "a b", "abc\n"),
    ],
)
def test_a_bucket_has_a_name_by_the_rules_of_s3(bucket: str) -> None:
    assert keys(structs.replace(STORE, bucket=bucket)) == ["bucket"]


@pytest.mark.parametrize("bucket", ["abc", "a" * 63, "my.exports-2026", "0ab", "1.2.a"])
def test_buckets_are_taken(bucket: str) -> None:
    assert keys(structs.replace(STORE, bucket=bucket)) == []


@pytest.mark.parametrize("region", ["127.0.0.1/", "eu.central", "a@b", "eu#", "eu\n"])
def test_a_region_is_no_part_of_an_address(region: str) -> None:
    assert keys(structs.replace(STORE, region=region)) == ["region"]
