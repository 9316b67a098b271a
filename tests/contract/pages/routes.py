"""Makes `routes.md`: every route, from the documents that describe them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from almandine.http.reference import openapi_files
from contract.pages.markdown import code, codes, joined, table
from unit.http.edge import Edge

_INTRO: Final = """
# Routes

## Every request

| what | how |
|---|---|
| key | `Authorization: apikey KEY`, or `?apikey=KEY` |
| format of the answer | `?format=json` or `?format=xml`, else `Accept`, else XML; our own API answers JSON |
| format of the body | `Content-Type`; XML in and JSON out is fine |
| pages | `limit` (default 10, at most 100; 0 gives the total alone) and `offset`; events of our own API: default 100, at most 1,000; its list of runs goes on with `after`, so that no page repeats or misses a run when new ones come |
| what is left of the day | header `X-Exl-Api-Remaining` of every answer |
| refusals | a document with a [code](errors.md); a thing that does not exist is 400 and not 404 |

Query parameters that a route does not know are ignored.
Creation answers 200, and DELETE 204 without a body.
"""  # noqa: E501 - a line of prose is a sentence
_OPEN: Final = """
## Without a key

| route | what it does |
|---|---|
| `GET /health` | Tell whether requests can be served, under any Host: 200, or 503 and the reason when the database does not answer within two seconds. Whoever asks more often than once a second is told the same again. |
| `GET /view/oai/{institution}/request` | Answer a request of [OAI-PMH 2.0](oai-pmh.md); 404 where the institution has no provider. |
| `POST /view/oai/{institution}/request` | The same, with the arguments in a form. |
| `GET /almaws/openapi.json` | Describe the Alma API (OpenAPI 3.1; also [here](openapi-almaws.json)). |
| `GET /api/openapi.json` | Describe Almandine's own API (also [here](openapi-own.json)). |
"""  # noqa: E501 - a table row is a line
_TITLES: Final = {
    "openapi-almaws.json": "## The Alma API",
    "openapi-own.json": "## Almandine's own API",
}
_OF_OURS: Final = """
What the Alma API has no place for; the key is the same, with the area `conf`.
"""
_HEADS: Final = ("route", "query", "what it does")
_METHODS: Final = ("get", "post", "put", "delete")
_ANYWHERE: Final = "format"

DOCUMENTS: Final[Mapping[str, Any]] = {
    name: json.loads(text) for name, text in openapi_files(Edge().services()).items()
}
"""The OpenAPI documents by file name."""


def page() -> str:
    """Return the page."""
    alma, own = (_section(name, document) for name, document in DOCUMENTS.items())
    return joined(_INTRO, *alma, *own, _OF_OURS, _OPEN)


def _section(name: str, document: Any) -> tuple[str, str]:  # noqa: ANN401 - JSON
    return _TITLES[name], table(_HEADS, _rows(document))


def _rows(document: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - JSON
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield _row(f"{method.upper()} {path}", operations[method])


def _row(route: str, operation: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    query = (
        each["name"]
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    )
    said = operation.get("description") or operation["summary"]
    return code(route), codes(name for name in query if name != _ANYWHERE), said
