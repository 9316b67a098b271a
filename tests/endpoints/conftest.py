"""A file to be sent."""

from pathlib import Path

import pytest

from endpoints.offices import CONTENT, NAME


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(CONTENT)
    return file
