"""Put endpoints in place, their secrets encrypted."""

import json
from collections.abc import Mapping
from typing import Final

from msgspec import to_builtins
from msgspec.structs import replace

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
from almandine.engine.flaws import flaws

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
        found = _looked_up(table, place, to)
        if found is not None:
            _check(found, place, to)
            to.put(EntryKind.ENDPOINT, {"endpoint_id": table.id}, _row(found, to))


def _looked_up(table: Endpoint, place: str, to: Application) -> Endpoint | None:
    """Return a table with what lies elsewhere; None where some of it is missing."""
    said, found = _said(table), dict[str, str | Secret]()
    missing = False
    for key in _LOOKED_UP:
        value = said.get(key)
        if isinstance(value, str):
            try:
                text = to.parts.secrets.look_up(value)
            except NoSuchSecret as reason:
                to.object(f"{place}.{key}", str(reason))
                missing = True
            else:
                found[key] = Secret(text) if key in SECRETS else text
    return None if missing else replace(table, **found)


def _check(found: Endpoint, place: str, to: Application) -> None:
    """Object to what can be seen only now that all of it has been looked up."""
    for key, wrong in (*flaws(found), *to.parts.check_endpoint(found)):
        to.object(f"{place}.{key}", wrong)


def _row(table: Endpoint, to: Application) -> Row:
    said = _said(table)
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


def _said(table: Endpoint) -> dict[str, object]:
    """Return what a table says, by key."""
    return to_builtins(table, enc_hook=_shown)


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, sort_keys=True)


def _shown(secret: object) -> str:
    if isinstance(secret, Secret):
        return secret.value
    raise NotImplementedError(type(secret))
