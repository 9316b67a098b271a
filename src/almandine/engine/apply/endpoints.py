"""Put endpoints in place, their secrets encrypted."""

import json
from collections.abc import Mapping
from typing import Final

from msgspec import to_builtins

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind, Row
from almandine.engine.apply.plan import Plan
from almandine.engine.apply.secrets import NoSuchSecret
from almandine.engine.endpoint import (
    SECRETS,
    DirectoryEndpoint,
    Endpoint,
    Secret,
    kind_of,
    place_of,
)

_LOOKED_UP: Final = (*SECRETS, "known_hosts", "certificates")
"""Keys whose values may lie elsewhere: `env:NAME`, `file:PATH`."""


def put_endpoints(plan: Plan, to: Application) -> None:
    """Store the endpoints; directories are made, others are not connected to."""
    for number, table in enumerate(plan.endpoints, start=1):
        place = f"endpoints[{number}]"
        if isinstance(table, DirectoryEndpoint):
            wrong = to.parts.check_directory(table.path)
            if wrong is not None:
                to.object(f"{place}.path", wrong)
        said = _looked_up(table, place, to)
        to.put(EntryKind.ENDPOINT, {"endpoint_id": table.id}, _row(table, said, to))


def _looked_up(table: Endpoint, place: str, to: Application) -> dict[str, object]:
    """Return what a table says, by key; what lies elsewhere is looked up."""
    said: dict[str, object] = to_builtins(table, enc_hook=_shown)
    for key in _LOOKED_UP:
        value = said.get(key)
        if isinstance(value, str):
            try:
                said[key] = to.parts.secrets.look_up(value)
            except NoSuchSecret as missing:
                to.object(f"{place}.{key}", str(missing))
    return said


def _row(table: Endpoint, said: Mapping[str, object], to: Application) -> Row:
    secrets = {key: said[key] for key in SECRETS if said.get(key)}
    options = {
        key: value for key, value in said.items() if key not in (*SECRETS, "id", "kind")
    }
    sealed = to.parts.secrets.seal(_json(secrets), table.id) if secrets else ""
    return {
        "kind": kind_of(table),
        "path": place_of(table),
        "options": _json(options),
        "secrets": sealed,
    }


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, sort_keys=True)


def _shown(secret: object) -> str:
    if isinstance(secret, Secret):
        return secret.value
    raise NotImplementedError(type(secret))
