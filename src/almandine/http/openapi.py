"""The OpenAPI document of the Alma API, made from its routes.

Objects come from the descriptions that also drive XML and JSON, so the document
cannot say anything else than what is served.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib.metadata import version
from typing import Any, Final, get_type_hints

from almandine.http.route import ROOT, Document, Route
from almandine.wire.description import (
    ATTRIBUTE,
    TEXT,
    Description,
    Property,
    WireObject,
    describe,
)
from almandine.wire.envelope import WebServiceResult
from almandine.wire.scalars import SCALARS

Json = dict[str, Any]

_ANY_FILE: Final[Json] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_TYPES: Final[Mapping[type, Json]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}Z$"},
}
_SCALAR_TYPES: Final = {id(SCALARS[kind]): schema for kind, schema in _TYPES.items()}
_MEDIA: Final = ("application/json", "application/xml")
_NAME: Final = re.compile(r"\{(\w+):str\}")


def document(routes: Iterable[Route]) -> Json:
    """Return the document of these routes (OpenAPI 3.1)."""
    schemas: Json = {}
    paths: dict[str, Json] = {}
    for route in routes:
        path = _NAME.sub(r"{\1}", f"{ROOT}{route.path}")
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas)
    _add(describe(WebServiceResult), schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Almandine: Alma Jobs API", "version": version("almandine")},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "header": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "query": {"type": "apiKey", "in": "query", "name": "apikey"},
            },
        },
        "security": [{"header": []}, {"query": []}],
    }


def _operation(route: Route, schemas: Json) -> Json:
    operation: Json = {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": _responses(route, schemas),
    }
    if route.accepts:
        operation["requestBody"] = {"content": _content(route.accepts, schemas)}
    return operation


def _operation_id(route: Route) -> str:
    """Return a name of its own; two paths may be answered by one function."""
    words = _NAME.sub(r"by_\1", route.path).replace("-", "_").split("/")
    return "_".join([route.method.lower(), *filter(None, words)])


def _path_parameters(route: Route) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _NAME.findall(route.path)
    ]


def _query_parameters(route: Route) -> list[Json]:
    return [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in (*route.query, "format")
    ]


def _responses(route: Route, schemas: Json) -> Json:
    done: Json = {"204": {"description": "Done; there is no body."}}
    if get_type_hints(route.answer)["return"] is Document:
        done = {"200": {"description": "A file.", "content": _ANY_FILE}}
    elif route.returns:
        content = _content(route.returns, schemas)
        done = {"200": {"description": "OK", "content": content}}
    errors = _content(WebServiceResult, schemas)
    return {
        **done,
        "400": {"description": "Refused; the code says why.", "content": errors},
        "429": {"description": "Too many requests.", "content": errors},
        "500": {"description": "A fault of the service.", "content": errors},
    }


def _content(kind: type[WireObject], schemas: Json) -> Json:
    schema = _add(describe(kind), schemas)
    return {media: {"schema": schema} for media in _MEDIA}


def _add(description: Description, schemas: Json) -> Json:
    """Put an object's schema among the others; return the reference to it."""
    name = description.kind.__name__
    if name not in schemas:
        schemas[name] = {}  # Stands in while its own members are looked at.
        schemas[name] = {
            "type": "object",
            "description": (description.kind.__doc__ or "").partition("\n")[0],
            "xml": {"name": description.roots[0]},
            "properties": {
                member.name: _member(member, schemas)
                for member in description.properties
            },
        }
    return {"$ref": f"#/components/schemas/{name}"}


def _member(member: Property, schemas: Json) -> Json:
    content = member.content
    schema = (
        _add(content, schemas)
        if isinstance(content, Description)
        else dict(_SCALAR_TYPES[id(content)])
    )
    if member.many:
        items = {**schema, "xml": {"name": member.name}}
        wrapper = {"name": member.wrapper, "wrapped": True} if member.wrapper else {}
        return {"type": "array", "items": items, "xml": wrapper}
    if member.place is ATTRIBUTE:
        return {**schema, "xml": {"attribute": True}}
    if member.place is TEXT:
        return {**schema, "xml": {"x-text": True}}
    return schema
