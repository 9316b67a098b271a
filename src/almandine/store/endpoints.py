"""Endpoints as rows: what everybody may see as JSON, and the secrets encrypted."""

import json
from collections.abc import Callable
from typing import cast

from msgspec import ValidationError, convert
from sqlalchemy import Connection, RowMapping, select

from almandine.engine.endpoint import Endpoint, Secret
from almandine.engine.ports import EndpointFailed
from almandine.store.tables.configuration import endpoint

Unseal = Callable[[str, str], str]
"""From what is sealed, and the endpoint's id."""


class SqlEndpoints:
    """The endpoints of one institution, within one transaction."""

    def __init__(
        self, connection: Connection, institution: str, unseal: Unseal
    ) -> None:
        self._connection = connection
        self._institution = institution
        self._unseal = unseal

    def find(self, endpoint_id: str) -> Endpoint | None:
        """Return the endpoint with its secrets; None where there is none.

        Raises:
            EndpointFailed: when its secrets cannot be decrypted.
        """
        query = select(endpoint).where(
            endpoint.c.institution == self._institution,
            endpoint.c.endpoint_id == endpoint_id,
        )
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        sealed = row["secrets"]
        return _endpoint(row, self._unseal(sealed, endpoint_id) if sealed else "{}")


def _endpoint(row: RowMapping, secrets: str) -> Endpoint:
    known = {
        **json.loads(row["options"]),
        **json.loads(secrets),
        "kind": row["kind"],
        "id": row["endpoint_id"],
    }
    if row["kind"] == "directory":
        known["path"] = row["path"]
    try:
        return convert(known, cast("type[Endpoint]", Endpoint), dec_hook=_as_secret)
    except ValidationError as error:
        # So it is after a way back to a release that knew directories only.
        raise EndpointFailed(
            f"endpoint {row['endpoint_id']} is not whole: {error}. Apply its"
            " configuration again",
            may_pass=False,
        ) from None


def _as_secret(kind: type, value: object) -> object:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise NotImplementedError(kind)
