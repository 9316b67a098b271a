"""What journeys share: the sample institution, served, once for each test file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from almandine.records.sample import CONFIGURATION
from journeys.service import Service, make_site, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where a test file may keep a data directory."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def sample_service(site: Path) -> Iterator[Service]:
    """Serve the sample institution, set up but without records."""
    data = site / "data"
    key = make_site(data, CONFIGURATION)
    with serving(data, key) as running:
        yield running
