"""Sets over HTTP, on a real database: the contract's section 6, code by code."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import insert

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.engine.run import Origin, Run, Status
from almandine.env import Env, system_env
from almandine.http.app import build
from almandine.records.bib import Bib
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import insert as insert_field
from almandine.records.marc.fields import data_field
from almandine.settings import Settings
from almandine.store.tables.institution import institution

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

    def get(self, path: str, body: Document | None = None, **query: str | int) -> Any:  # noqa: ANN401 - a document
        """Return the document that a GET answers."""
        return self._document(self.ask("GET", path, body, query))

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


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    real = system_env()
    env = Env(
        now=lambda: NOON, sleep=real.sleep, new_id=real.new_id, jitter=real.jitter
    )
    app = App(Settings(data_directory=tmp_path), env)
    app.prepare()
    add_institution(app)
    grants = {Area.CONF: Access.READ_WRITE}
    _, secret = app.keys().create(HERE, "nightly", grants)
    yield Client(app, secret)
    app.close()


def test_a_set_can_be_made_filled_read_and_deleted(client: Client) -> None:
    made = client.post("", MAPS)
    path = f"/{made['id']}"
    link = f"{ORIGIN}{SETS}{path}"
    assert made == {
        "link": link,
        "id": made["id"],
        "name": "Old maps",
        "type": {"value": "ITEMIZED", "desc": "Itemized"},
        "content": {"value": "BIB_MMS", "desc": "All Titles"},
        "private": {"value": "true", "desc": "Yes"},
        "status": {"value": "ACTIVE", "desc": "Active"},
        "status_date": STAMP,
        "created_by": {"value": "nightly"},
        "created_date": STAMP,
        "number_of_members": {"link": f"{link}/members", "value": "0"},
        "origin": {"value": "UI", "desc": "Institution only"},
    }
    grown = client.post(path, members("992", "991"), op="add_members")
    size = {"link": f"{link}/members", "value": "2"}
    assert grown == {**made, "number_of_members": size}
    assert client.get(path) == grown
    assert client.get(f"{path}/members", limit=1, offset=1) == {
        "total_record_count": 2,
        "member": [
            {
                "link": f"{ORIGIN}/almaws/v1/bibs/992",
                "id": "992",
                "description": "New maps",
            }
        ],
    }
    shrunk = client.post(path, members("991"), op="delete_members")
    assert shrunk["number_of_members"]["value"] == "1"
    deleted = client.ask("DELETE", path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.refused("GET", path) == "60107"


def test_xml_goes_in_and_members_alone_will_do(client: Client) -> None:
    set_id = client.make(MAPS)
    body = b"<members><member><id>993</id></member></members>"
    query: Query = {"op": "add_members"}
    answer = client.ask("POST", f"/{set_id}", None, query, xml=body)
    assert answer.json()["number_of_members"]["value"] == "1"


def test_members_can_be_posted_to_their_own_address(client: Client) -> None:
    set_id = client.make(MAPS)
    client.post(f"/{set_id}/members", members("991"), op="add_members")
    assert client.member_ids(set_id) == ["991"]


def test_an_item_set_takes_barcodes_and_links_to_its_items(client: Client) -> None:
    set_id = client.make(ITEMS)
    query: Query = {"op": "add_members", "id_type": "BARCODE"}
    client.post(f"/{set_id}", members("390"), **query)
    item = f"{ORIGIN}/almaws/v1/bibs/991/holdings/221/items/231"
    assert client.get(f"/{set_id}/members") == {
        "total_record_count": 1,
        "member": [{"link": item, "id": "231", "description": "390, Old maps"}],
    }


@pytest.mark.parametrize("spelling", ["false", "False"])
@pytest.mark.parametrize("name", ["fail_on_invalid_id", "fail_on_invalid"])
def test_invalid_ids_are_passed_over_when_asked(
    client: Client, name: str, spelling: str
) -> None:
    set_id = client.make(MAPS, "991")
    query: Query = {"op": "add_members", name: spelling}
    client.post(f"/{set_id}", members("991", "nothing", "993"), **query)
    assert client.member_ids(set_id) == ["991", "993"]


@pytest.mark.parametrize("spelling", ["true", "True", ""])
def test_invalid_ids_refuse_the_call_otherwise(client: Client, spelling: str) -> None:
    set_id = client.make(MAPS)
    query: Query = {"op": "add_members", "fail_on_invalid_id": spelling}
    body = members("991", "nothing")
    assert client.refused("POST", f"/{set_id}", body, **query) == "60116"
    assert client.member_ids(set_id) == []


def test_a_logical_set_finds_its_members_and_says_its_query(client: Client) -> None:
    made = client.post("", FOUND)
    assert made["query"]["value"] == FOUND["query"]["value"]
    assert made["query"]["desc"]
    assert made["number_of_members"]["value"] == "2"
    assert client.member_ids(made["id"]) == ["991", "992"]


def test_a_query_that_nothing_can_answer_leaves_no_set_behind(client: Client) -> None:
    query = {"value": 'BIB_MMS where AUTHORITY_MMS (all CONTAIN "maps")'}
    assert client.refused("POST", "", {**FOUND, "query": query}) == "60106"
    assert client.get("") == {"total_record_count": 0}


@pytest.mark.parametrize(
    ("operator", "left"),
    [("AND", ["992"]), ("OR", ["991", "992", "993"]), ("NOT", ["991"])],
)
def test_sets_are_combined_by_a_run_that_can_be_polled(
    client: Client, operator: str, left: list[str]
) -> None:
    one = client.make(MAPS, "991", "992")
    two = client.make({**MAPS, "name": "Others"}, "992", "993")
    query: Query = {"combine": operator, "set1": one, "set2": two}
    made = client.post("", {"name": "Both"}, **query)
    assert client.member_ids(made["id"]) == left
    info = made["additional_info"]
    run = client.get(info["link"])
    stamp = "Mon, 23 Nov 2026 12:00:00 GMT"
    assert info["value"] == f"Job no. {run['id']} triggered on {stamp}"
    assert (run["name"], run["status"]["value"], run["progress"], run["counter"]) == (
        "Combine Sets - via API - Both",
        "COMPLETED_SUCCESS",
        100,
        [
            {
                "type": {"value": "label.members.added", "desc": "Members added"},
                "value": str(len(left)),
            }
        ],
    )


def test_an_itemized_set_of_a_logical_one_no_longer_follows_it(client: Client) -> None:
    source = client.make(FOUND)
    made = client.post("", {"name": "Kept"}, from_logical_set=source)
    with client.app.store_of(HERE).write() as tx:
        tx.records.write(Kind.BIB, [bib("994", "Sea maps", "9780000000002")])
    assert client.member_ids(source) == ["991", "992", "994"]
    assert client.member_ids(made["id"]) == ["991", "992"]
    run = client.get(made["additional_info"]["link"])
    assert run["name"] == "Itemize Set - via API - Kept"


def test_the_list_is_searched_and_filtered(client: Client) -> None:
    for body in (MAPS, FOUND, ITEMS):
        client.make(body)
    names = {
        query: [each["name"] for each in client.get("", q=query).get("set", [])]
        for query in ("name~maps", "name~Old_maps_AND_created_by~nightly", "name~x")
    }
    assert names == {
        "name~maps": ["Old maps"],
        "name~Old_maps_AND_created_by~nightly": ["Old maps"],
        "name~x": [],
    }
    logical = client.get("", set_type="LOGICAL", content_type="BIB_MMS")
    assert [each["name"] for each in logical["set"]] == ["Found"]
    assert client.get("", limit=0) == {"total_record_count": 3}


def test_an_update_changes_what_is_said_and_keeps_the_members(client: Client) -> None:
    set_id = client.make(MAPS, "991")
    body = {**MAPS, "name": "Maps", "private": {"value": "false"}}
    changed = client.ask("PUT", f"/{set_id}", body).json()
    assert changed["name"] == "Maps"
    assert changed["private"]["value"] == "false"
    assert changed["number_of_members"]["value"] == "1"


def test_a_set_that_a_run_works_on_cannot_be_deleted(client: Client) -> None:
    set_id = client.make(MAPS)
    run = Run(
        run_id="17",
        external_id="18",
        job_id="M44",
        job_type="export_bibs",
        job_name="Export",
        name="Export",
        origin=Origin.API,
        submitted_by="nightly",
        set_id=set_id,
        status=Status.RUNNING,
        submitted_at=NOON,
        started_at=NOON,
        status_at=NOON,
    )
    with client.app.store_of(HERE).write() as tx:
        tx.runs.add(run)
    assert client.refused("DELETE", f"/{set_id}") == "402282"


@pytest.mark.parametrize(
    ("body", "query", "code"),
    [
        ({**MAPS, "name": None}, {}, "402228"),
        ({**MAPS, "type": {"value": "OTHER"}}, {}, "402262"),
        ({**MAPS, "content": {"value": "VENDOR"}}, {}, "402261"),
        ({**MAPS, "private": {"value": "perhaps"}}, {}, "60209"),
        ({**MAPS, "status": {"value": "GONE"}}, {}, "60210"),
        ({**FOUND, "query": {"value": "nonsense"}}, {}, "60106"),
        ({**FOUND, "content": {"value": "ITEM"}}, {}, "402269"),
        (MAPS, {"population": "X"}, "500127"),
        (MAPS, {"population": "X", "job_instance_id": "9"}, "402218"),
        (MAPS, {"combine": "XOR", "set1": "1", "set2": "2"}, "60204"),
        (MAPS, {"combine": "AND", "set1": "1", "set2": "2"}, "402264"),
        (MAPS, {"from_logical_set": "1"}, "402264"),
        (MAPS, {"filter_set": "1"}, "40166410"),
    ],
)
def test_a_set_that_cannot_be_made_is_refused_by_its_code(
    client: Client, body: Document, query: Query, code: str
) -> None:
    assert client.refused("POST", "", body, **query) == code
    assert client.get("") == {"total_record_count": 0}


def test_a_name_that_is_taken_is_refused(client: Client) -> None:
    client.make(MAPS)
    assert client.refused("POST", "", MAPS) == "402263"


def test_sets_of_different_content_are_not_combined(client: Client) -> None:
    query: Query = {"set1": client.make(MAPS), "set2": client.make(ITEMS)}
    assert client.refused("POST", "", {"name": "Both"}, **query) == "60205"


def test_a_population_needs_an_import_run(client: Client) -> None:
    source = client.make(FOUND)
    made = client.post("", {"name": "Kept"}, from_logical_set=source)
    run_id = made["additional_info"]["link"].rpartition("/")[2]
    query: Query = {"population": "X", "job_instance_id": run_id}
    assert client.refused("POST", "", {**MAPS, "name": "New"}, **query) == "402267"


@pytest.mark.parametrize(
    ("query", "body", "code"),
    [
        ({}, members("992"), "60111"),
        ({"op": "shuffle"}, members("992"), "60111"),
        ({"op": "add_members"}, {}, "60113"),
        ({"op": "add_members"}, {"members": {"member": [{}]}}, "60114"),
        ({"op": "add_members"}, members("991"), "60115"),
        ({"op": "add_members"}, members("nothing"), "60116"),
        ({"op": "delete_members"}, members("992"), "60117"),
        ({"op": "add_members"}, members(*map(str, range(1001))), "60118"),
        ({"op": "add_members"}, members("992", "992"), "60119"),
        ({"op": "add_members", "id_type": "ISBN"}, members("9783161484100"), "60120"),
        ({"op": "add_members", "id_type": "ISBN"}, members("9780198526636"), "60176"),
        ({"op": "add_members", "id_type": "BARCODE"}, members("390"), "40166410"),
        (
            {"op": "add_members", "fail_on_invalid_id": "maybe"},
            members("992"),
            "40166410",
        ),
    ],
)
def test_a_change_of_members_that_will_not_do_is_refused_by_its_code(
    client: Client, query: Query, body: Document, code: str
) -> None:
    set_id = client.make(MAPS, "991")
    assert client.refused("POST", f"/{set_id}", body, **query) == code
    assert client.member_ids(set_id) == ["991"]


def test_a_logical_set_takes_no_members(client: Client) -> None:
    set_id = client.make(FOUND)
    query: Query = {"op": "add_members"}
    assert client.refused("POST", f"/{set_id}", members("993"), **query) == "60112"


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/9", "60107"),
        ("GET", "/9/members", "60107"),
        ("POST", "/9", "60107"),
        ("PUT", "/9", "60107"),
        ("DELETE", "/9", "402264"),
    ],
)
def test_an_unknown_set_is_refused_by_the_code_of_its_operation(
    client: Client, method: str, path: str, code: str
) -> None:
    assert client.refused(method, path) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "402228"),
        ({"name": "Found"}, "402263"),
        ({"type": {"value": "LOGICAL"}}, "402261"),
    ],
)
def test_an_update_that_will_not_do_is_refused_by_its_code(
    client: Client, change: Document, code: str
) -> None:
    client.make(FOUND)
    set_id = client.make(MAPS)
    assert client.refused("PUT", f"/{set_id}", {**MAPS, **change}) == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"q": "maps"}, "60106"),
        ({"set_type": "BIG"}, "40166410"),
        ({"content_type": "STAMPS"}, "40166410"),
        ({"set_origin": "NZ"}, "40166410"),
        ({"limit": "-1"}, "40166410"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused_by_its_code(
    client: Client, query: Query, code: str
) -> None:
    assert client.refused("GET", "", **query) == code
