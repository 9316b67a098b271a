"""Compressed answers."""

import gzip
import zlib

import pytest

from almandine.http.encodings import encoded

LONG = b"Emma " * 1000


@pytest.mark.parametrize(
    "accepted",
    ["", "identity", "br", "gzip;q=0", "gzip;q=0, *;q=0", "gzip;q=much", ";", ","],
)
def test_a_client_that_takes_no_coding_gets_the_body_as_it_is(accepted: str) -> None:
    assert encoded(LONG, accepted) == (LONG, {"vary": "accept-encoding"})


def test_a_short_body_stays_as_it_is() -> None:
    assert encoded(b"Emma", "gzip") == (b"Emma", {"vary": "accept-encoding"})


@pytest.mark.parametrize(
    "accepted", ["gzip", "GZIP", "deflate, gzip", "*", "br, gzip;q=0.5", "gzip ; q=1"]
)
def test_gzip_is_preferred(accepted: str) -> None:
    body, headers = encoded(LONG, accepted)
    assert headers["content-encoding"] == "gzip"
    assert len(body) < len(LONG)
    assert gzip.decompress(body) == LONG


@pytest.mark.parametrize(
    "accepted", ["deflate", "gzip;q=0.1, deflate;q=0.2", "gzip;q=0, *"]
)
def test_deflate_is_taken_where_the_client_prefers_it(accepted: str) -> None:
    body, headers = encoded(LONG, accepted)
    assert headers["content-encoding"] == "deflate"
    assert zlib.decompress(body) == LONG
