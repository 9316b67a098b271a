"""Writes the OpenAPI documents that are checked in under `docs/reference/`."""

import json
from collections.abc import Mapping
from pathlib import Path

from almandine.http import openapi
from almandine.http.app import api_routes, litestar
from almandine.http.services import Services


def openapi_files(services: Services) -> Mapping[str, str]:
    """Return the documents by file name; nothing behind the services is called."""
    documents = {
        "openapi-almaws.json": openapi.document(api_routes(services)),
        "openapi-own.json": litestar(services).openapi_schema.to_schema(),
    }
    return {
        name: json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        for name, document in documents.items()
    }


def write_openapi_files(services: Services, directory: Path) -> None:
    """Write the documents into a directory, over what is there."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in openapi_files(services).items():
        (directory / name).write_text(text, encoding="utf-8")
