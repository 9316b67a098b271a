"""The documents that describe the interfaces."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from almandine.http.app import api_routes
from almandine.http.openapi import document
from almandine.http.reference import openapi_files, write_openapi_files
from almandine.http.route import Route
from unit.http.edge import Edge

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
ROUTES = api_routes(Edge().services())


def operations() -> Iterator[dict[str, Any]]:
    for path in document(ROUTES)["paths"].values():
        yield from path.values()


def references(value: Any) -> Iterator[str]:  # noqa: ANN401 - a document
    if isinstance(value, dict):
        for name, each in value.items():  # pyright: ignore[reportUnknownVariableType] - a document
            if name == "$ref":
                yield each
            yield from references(each)
    if isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType] - a document
            yield from references(each)


@pytest.mark.parametrize("name", ["openapi-almaws.json", "openapi-own.json"])
def test_the_checked_in_document_is_current(name: str) -> None:
    text = openapi_files(Edge().services())[name]
    assert (REFERENCE / name).read_text(encoding="utf-8") == text, (
        "run `python tests/unit/http/write_openapi.py`"
    )


def test_the_documents_are_written(tmp_path: Path) -> None:
    write_openapi_files(Edge().services(), tmp_path / "new")
    written = {file.name: file.read_text() for file in (tmp_path / "new").iterdir()}
    assert written == openapi_files(Edge().services())


def test_every_route_is_described_once() -> None:
    assert len(list(operations())) == len(ROUTES)


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for operation in operations()]
    assert sorted(names) == sorted(set(names))


def test_every_reference_leads_somewhere() -> None:
    whole = document(ROUTES)
    known = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    assert set(references(whole)) <= known


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.answer.__name__)
def test_every_route_says_what_it_does(route: Route) -> None:
    assert route.summary.endswith(".")


def test_both_documents_are_served_without_a_key() -> None:
    with Edge().visitor(authorization="") as visitor:
        answers = [visitor.get(f"/{api}/openapi.json") for api in ("almaws", "api")]
    assert [(each.status_code, each.json()["openapi"]) for each in answers] == [
        (200, "3.1.0"),
        (200, "3.1.0"),
    ]
