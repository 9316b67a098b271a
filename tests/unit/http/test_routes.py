"""What the routes without a database answer."""

import pytest

from unit.http.edge import INSTITUTION, Edge, error_code

CONF = "http://localhost:8080/almaws/v1/conf"


def get(path: str) -> object:
    with Edge().visitor(accept="application/json") as visitor:
        return visitor.get(f"/almaws/v1/conf{path}").json()


def test_the_institution() -> None:
    assert get("/general") == {
        "institution": {"value": INSTITUTION, "desc": "Abc"},
        "alma_url": "http://localhost:8080/",
        "environment_type": "production",
    }


def test_the_libraries() -> None:
    assert get("/libraries") == {
        "total_record_count": 1,
        "library": [
            {
                "link": f"{CONF}/libraries/MAIN",
                "code": "MAIN",
                "id": "111",
                "name": "Main library",
                "resource_sharing": False,
            }
        ],
    }


def test_a_library_says_how_many_locations_it_has() -> None:
    assert get("/libraries/MAIN") == {
        "link": f"{CONF}/libraries/MAIN",
        "code": "MAIN",
        "id": "111",
        "name": "Main library",
        "resource_sharing": False,
        "number_of_locations": {
            "link": f"{CONF}/libraries/MAIN/locations",
            "value": "2",
        },
    }


def test_the_locations_of_a_library() -> None:
    assert get("/libraries/MAIN/locations") == {
        "total_record_count": 2,
        "location": [
            {
                "link": f"{CONF}/libraries/MAIN/locations/stacks",
                "code": "stacks",
                "name": "Stacks",
                "external_name": "Stacks",
                "suppress_from_publishing": "false",
            },
            {
                "link": f"{CONF}/libraries/MAIN/locations/store",
                "code": "store",
                "name": "Store room",
                "external_name": "Store room",
                "remote_storage": "RS1",
                "suppress_from_publishing": "false",
            },
        ],
    }


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/libraries/NONE", "402119"),
        ("/libraries/NONE/locations", "402119"),
        ("/code-tables/NONE", "40166411"),
        ("/integration-profiles/1", "60304"),
        ("/integration-profiles?q=colour~red", "60106"),
        ("/integration-profiles?limit=-1", "40166410"),
    ],
)
def test_what_is_not_there_is_refused(path: str, code: str) -> None:
    with Edge().visitor(accept="application/json") as visitor:
        answer = visitor.get(f"/almaws/v1/conf{path}")
    assert (answer.status_code, error_code(answer)) == (400, code)


def test_a_code_table_has_rows() -> None:
    with Edge().visitor(accept="application/json") as visitor:
        table = visitor.get("/almaws/v1/conf/code-tables/systemJobStatus").json()
    assert (table["name"], len(table["row"])) == ("systemJobStatus", 14)


def test_every_listed_code_table_can_be_read() -> None:
    with Edge().visitor(accept="application/json") as visitor:
        tables = visitor.get("/almaws/v1/conf/code-tables").json()["code_table"]
        found = [visitor.get(table["link"]).json()["name"] for table in tables]
    assert found == [table["name"] for table in tables]


@pytest.mark.parametrize(
    "query", ["", "?q=name~bursar", "?q=code~BUR", "?q=code~BURSAR_AND_name~Bur"]
)
def test_a_profile_is_found_by_code_and_name(query: str) -> None:
    assert get(f"/integration-profiles{query}") == {
        "total_record_count": 1,
        "integration_profile": [
            {
                "link": f"{CONF}/integration-profiles/9001",
                "id": "9001",
                "code": "BURSAR",
                "name": "Bursar",
                "type": {"value": "BURSAR"},
            }
        ],
    }


@pytest.mark.parametrize("query", ["q=name~sushi", "type=SIS"])
def test_a_profile_that_does_not_fit_is_left_out(query: str) -> None:
    assert get(f"/integration-profiles?{query}") == {"total_record_count": 0}


def test_a_limit_of_nothing_gives_the_true_total() -> None:
    assert get("/integration-profiles?limit=0") == {"total_record_count": 1}
