"""What only S3 has: addresses that are put together of what is configured."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec import structs
from werkzeug.serving import make_server

from almandine.engine.ports import EndpointFailed
from endpoints.offices import HERE, office, refusal
from endpoints.s3_server import S3Site, s3_site


@pytest.fixture(scope="module")
def site() -> Iterator[S3Site]:
    with s3_site("addresses") as opened:
        yield opened


@contextmanager
def redirecting(to: str) -> Generator[str]:
    """Start a server that sends everybody on; yields its address."""

    def send_on(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("307 Temporary Redirect", [("Location", to + environ["PATH_INFO"])])
        return [b""]

    server = make_server("127.0.0.1", 0, send_on, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_no_file_and_no_key_goes_to_where_a_store_sends_on(
    site: S3Site, source: Path
) -> None:
    with redirecting(site.url) as url:
        endpoint = structs.replace(site.endpoint(), endpoint_url=url)
        with office(endpoint).open("vendor") as opened:
            with pytest.raises(EndpointFailed):
                opened.deliver(source, "")
            opened.remote.find(PurePosixPath("asked"))
    assert [path for _, path, _ in site.asked] == [f"/{site.bucket}/asked"]
    assert {is_signed for _, _, is_signed in site.asked} == {False}


@pytest.mark.parametrize("hosts", [(), (HERE,)], ids=["unknown", "allowed"])
@pytest.mark.parametrize("key", ["bucket", "region", "endpoint_url"])
def test_a_host_within_another_key_is_not_connected_to(
    site: S3Site, source: Path, key: str, hosts: tuple[str, ...]
) -> None:
    address = urlsplit(site.url).netloc
    smuggled = {
        "bucket": {"endpoint_url": "", "bucket": f"{address}/{site.bucket}?"},
        "region": {"endpoint_url": "", "region": f"@{address}/{site.bucket}?"},
        "endpoint_url": {"endpoint_url": f"http://a:b@{address}"},
    }
    endpoint = structs.replace(site.endpoint(), **smuggled[key])
    before = [*site.asked]
    failed = refusal(endpoint, source, hosts=hosts)
    assert (f"`{key}`" in str(failed), failed.may_pass) == (True, False)
    assert site.asked == before


def test_the_host_of_a_bucket_of_amazons_is_looked_up_too(
    site: S3Site, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[tuple[str, int]] = []

    def at_home(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append((host, port))
        return [(0, 0, 0, "", (HERE, port))]

    monkeypatch.setattr("socket.getaddrinfo", at_home)
    failed = refusal(
        structs.replace(site.endpoint(), endpoint_url=""), source, hosts=()
    )
    assert "127.0.0.1, which is this machine" in str(failed)
    assert looked_up == [("addresses.s3.us-east-1.amazonaws.com", 443)]
