"""Every route that the application mounts stands on the page of routes."""

import re
from inspect import getdoc
from typing import Final

from almandine.http.app import api_routes, litestar, own_handlers
from almandine.http.route import ROOT, Route
from contract.pages import REFERENCE
from unit.http.edge import Edge

PAGE: Final = (REFERENCE / "routes.md").read_text(encoding="utf-8")
TYPED: Final = re.compile(r"\{(\w+):str\}")
PREFLIGHT: Final = {"HEAD", "OPTIONS"}
OF_THE_FRAMEWORK: Final = {"GET /api", "GET /api/{path}"}
"""Made beside `/api/openapi.json`; they find nothing."""


def plain(path: str) -> str:
    return TYPED.sub(r"{\1}", path)


def rows() -> dict[str, str]:
    return {
        match[1]: match[0]
        for match in re.finditer(r"^\| `([A-Z]+ [^`]+)` \|.*$", PAGE, re.MULTILINE)
    }


def mounted() -> set[str]:
    return {
        f"{method} {plain(route.path)}"
        for route in litestar(Edge().services()).routes
        for method in getattr(route, "methods", ())
        if method not in PREFLIGHT
    }


def test_every_mounted_route_has_a_row_and_no_row_is_without_a_route() -> None:
    assert set(rows()) == mounted() - OF_THE_FRAMEWORK


def test_each_row_says_what_its_own_function_says() -> None:
    own = own_handlers(Edge().services())
    said = {(getdoc(each.fn) or "").replace("\n", " ") for each in own}
    rows_of_own = [row for name, row in rows().items() if "/api/v1/" in name]
    assert len(said) == len(rows_of_own) == len(own)
    assert [row for row in rows_of_own if not any(each in row for each in said)] == []


def test_a_row_names_each_query_parameter() -> None:
    def unnamed(route: Route) -> list[str]:
        row = rows()[f"{route.method} {ROOT}{plain(route.path)}"]
        return [name for name in route.query if f"`{name}`" not in row]

    routes = api_routes(Edge().services())
    assert {each.path: unnamed(each) for each in routes if unnamed(each)} == {}
