"""Sets over HTTP, on a real database: what can be done with them."""

from collections.abc import Iterator

import pytest

from almandine.engine.run import Origin, Run, Status
from almandine.records.kind import Kind
from databases.homes import Home
from journeys.sets_client import (
    FOUND,
    HERE,
    ITEMS,
    MAPS,
    NOON,
    ORIGIN,
    SETS,
    STAMP,
    Client,
    Query,
    bib,
    members,
    opened_client,
)


@pytest.fixture
def client(blank_home: Home) -> Iterator[Client]:
    with opened_client(blank_home) as opened:
        yield opened


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
    assert client.get("", content_type="VENDOR") == {"total_record_count": 0}
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
