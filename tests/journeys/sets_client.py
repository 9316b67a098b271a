"""A client of sets, and the library that it speaks to."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from sqlalchemy import insert

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.env import Env, system_env
from almandine.http.app import build
from almandine.records.bib import Bib
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import insert as insert_field
from almandine.records.marc.fields import data_field
from almandine.store.tables.institution import institution
from databases.homes import Home

HERE: Final = "01ALM_INST"
NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
STAMP: Final = "2026-11-23T12:00:00.000Z"
SETS: Final = "/almaws/v1/conf/sets"
ORIGIN: Final = "http://localhost"
EMPTY: Final = b"00026nam a2200025 a 4500\x1e\x1d"
"""A MARC record without fields."""

Document = dict[str, Any]
Query = dict[str, str | int]

MAPS: Final[Document] = {
    "name": "Old maps",
    "type": {"value": "ITEMIZED"},
    "content": {"value": "BIB_MMS"},
}
FOUND: Final[Document] = {
    "name": "Found",
    "type": {"value": "LOGICAL"},
    "content": {"value": "BIB_MMS"},
    "query": {"value": 'BIB_MMS where BIB_MMS (title CONTAIN "maps")'},
}
ITEMS: Final[Document] = {**MAPS, "name": "Things", "content": {"value": "ITEM"}}


def members(*ids: str) -> Document:
    """Return a body that names members."""
    return {"members": {"member": [{"id": each} for each in ids]}}


@dataclass
class Client:
    """A client with a key that may write."""

    app: App
    secret: str

    def ask(
        self,
        method: str,
        path: str,
        body: Document | None = None,
        query: Query | None = None,
        **content: bytes,
    ) -> httpx.Response:
        """Send one request; the path is an address, or below that of all sets."""
        address = path if path.startswith("http") else f"{ORIGIN}{SETS}{path}"
        headers = {
            "authorization": f"apikey {self.secret}",
            "accept": "application/json",
        }
        request = httpx.Request(
            method,
            address,
            params=query,
            json=body,
            headers=headers,
            content=content.get("xml"),
        )
        return asyncio.run(self._send(request))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        asgi: Any = build(self.app.services())
        transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.send(request)

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - a document
        """Return the document that a GET answers."""
        return self._document(self.ask("GET", path, None, query))

    def post(self, path: str, body: Document | None, **query: str | int) -> Any:  # noqa: ANN401 - a document
        """Return the document that a POST answers."""
        return self._document(self.ask("POST", path, body, query))

    def _document(self, answer: httpx.Response) -> Any:  # noqa: ANN401 - a document
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(
        self,
        method: str,
        path: str,
        body: Document | None = None,
        **query: str | int,
    ) -> str:
        """Return the code with which a request is refused."""
        answer = self.ask(method, path, body, query)
        assert answer.status_code == 400, answer.text
        (error,) = answer.json()["errorList"]["error"]
        return error["errorCode"]

    def make(self, body: Document, *ids: str) -> str:
        """Make a set with members and return its id."""
        set_id: str = self.post("", body)["id"]
        if ids:
            self.post(f"/{set_id}", members(*ids), op="add_members")
        return set_id

    def member_ids(self, set_id: str) -> list[str]:
        """Return the ids of the first hundred members."""
        page = self.get(f"/{set_id}/members", limit=100)
        return [each["id"] for each in page.get("member", [])]


def bib(mms_id: str, title: str, isbn: str) -> Bib:
    """Return a bib with a title and an ISBN."""
    marc = insert_field(EMPTY, data_field("020", "  ", [("a", isbn)]))
    return Bib(mms_id, insert_field(marc, data_field("245", "00", [("a", title)])))


def add_institution(app: App) -> None:
    """Make an institution with three bibs and an item."""
    values = {
        "code": HERE,
        "name": "Here",
        "suffix": "0001",
        "timezone": "Europe/Vienna",
        "currency": "EUR",
    }
    with app.database.writing() as connection:
        connection.execute(insert(institution).values(values))
    with app.store_of(HERE).write() as tx:
        bibs = [
            bib("991", "Old maps", "9780198526636"),
            bib("992", "New maps", "9783161484100"),
            bib("993", "Globes", "9783161484100"),
        ]
        tx.records.write(Kind.BIB, bibs)
        tx.records.write(Kind.ITEM, [Item("231", "221", "991", barcode="390")])


@contextmanager
def opened_client(home: Home) -> Generator[Client]:
    """Yield a client that may write, with three bibs and an item behind it."""
    real = system_env()
    env = Env(
        now=lambda: NOON, sleep=real.sleep, new_id=real.new_id, jitter=real.jitter
    )
    app = App(home.settings, env)
    add_institution(app)
    grants = {Area.CONF: Access.READ_WRITE}
    _, secret = app.keys().create(HERE, "nightly", grants)
    yield Client(app, secret)
    app.close()
