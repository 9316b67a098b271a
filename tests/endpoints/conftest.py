"""A file to be sent, and a home of a service with two institutions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases.homes import Home
from endpoints.offices import CONTENT, NAME
from store.workshop import add_institutions


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(CONTENT)
    return file


@pytest.fixture
def home(tables: Home, tmp_path: Path) -> Iterator[Home]:
    copied = tables.copied(tmp_path / "data")
    add_institutions(copied)
    yield copied
    copied.removed()
