"""A provider that is served on loopback, and a harvester that knows nothing of it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import httpx
import msgspec
from oaipmh_scythe import HTTPConfig, Scythe

from almandine.http.server import server
from almandine.records.marc.marcxml_reader import read_marcxml
from journeys.live_server import answering
from store.orchard import Orchard
from store.workshop import HERE
from wire.protocol import valid


@dataclass(frozen=True, slots=True)
class Got:
    """A record as a harvester has it."""

    changed_at: str
    deleted: bool
    specs: tuple[str, ...]
    marc: bytes
    """ISO 2709 again; empty for a deleted record."""


@dataclass
class Visitor:
    """Comes to a provider at an address."""

    orchard: Orchard
    client: httpx.Client

    @property
    def address(self) -> str:
        return str(self.client.base_url.join(f"/view/oai/{HERE}/request"))

    @contextmanager
    def scythe(self, method: str = "GET") -> Generator[Scythe]:
        """Yield the harvester that others use."""
        config = HTTPConfig(http_method=method)
        with Scythe(self.address, http_config=config) as scythe:
            yield scythe

    def harvest(
        self, method: str = "GET", *, from_: str | None = None
    ) -> dict[str, Got]:
        """Harvest all that there is in MARC 21; later states replace earlier ones."""
        with self.scythe(method) as scythe:
            found: Any = scythe.list_records(from_, metadata_prefix="marc21")
            return dict(map(got, found))

    def ask(self, verb: str, **arguments: str) -> bytes:
        """Ask, and see that the answer is one by the schema of the protocol."""
        pairs = {name.rstrip("_"): value for name, value in arguments.items()}
        answer = self.client.get(self.address, params={"verb": verb, **pairs})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        valid(answer.content)
        return answer.content


def got(record: Any) -> tuple[str, Got]:  # noqa: ANN401 - the harvester's
    """Return the name of a harvested record, and what came of it."""
    header = record.header
    marc = b""
    if not header.deleted:
        (marc,) = read_marcxml(BytesIO(record.raw.encode()))
        assert isinstance(marc, bytes)
    return header.identifier, Got(
        header.datestamp, header.deleted, tuple(header.setSpecs), marc
    )


@contextmanager
def visited(orchard: Orchard) -> Generator[Visitor]:
    """Serve the institution on a free port, and yield somebody who comes to it."""
    services = orchard.site.app.services()
    settings = msgspec.structs.replace(services.settings, port=0)
    with (
        answering(server(replace(services, settings=settings))) as port,
        httpx.Client(base_url=f"http://localhost:{port}", trust_env=False) as client,
    ):
        yield Visitor(orchard, client)
