"""Configuration files that name servers of the tests."""

import json
from collections.abc import Iterable
from typing import Any

from msgspec import to_builtins

from almandine.engine.endpoint import Endpoint, Secret, kind_of
from store.workshop import HERE

_INSTITUTION = f"""
[institution]
code = "{HERE}"
name = "{HERE}"
suffix = "0101"
timezone = "Europe/Vienna"
currency = "EUR"
"""


def configuration(endpoints: Iterable[tuple[str, Endpoint]]) -> str:
    """Return a file with the endpoints under these ids, their secrets in it."""
    tables = (_table(id_, endpoint) for id_, endpoint in endpoints)
    return "\n".join([_INSTITUTION, *tables])


def _table(id_: str, endpoint: Endpoint) -> str:
    said: dict[str, Any] = to_builtins(endpoint, enc_hook=_shown)
    said |= {"id": id_, "kind": kind_of(endpoint)}
    given = {key: value for key, value in said.items() if value is not None}
    lines = (f"{key} = {json.dumps(value)}" for key, value in given.items())
    return "\n".join(["[[endpoints]]", *lines])


def _shown(secret: object) -> str:
    assert isinstance(secret, Secret)
    return secret.value
