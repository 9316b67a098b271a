"""Refusals of sets over HTTP: the codes of section 6 of the contract."""

from collections.abc import Iterator

import pytest

from databases.homes import Home
from journeys.sets_client import (
    FOUND,
    ITEMS,
    MAPS,
    Client,
    Document,
    Query,
    members,
    opened_client,
)


@pytest.fixture
def client(blank_home: Home) -> Iterator[Client]:
    with opened_client(blank_home) as opened:
        yield opened


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
        ({"op": "add_members"}, members(""), "60114"),
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
    assert client.refused("GET", "", None, **query) == code
