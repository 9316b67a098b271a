"""What journeys share: the sample institution, served, once for each test file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import Service, make_site, serving


@pytest.fixture(scope="module")
def site(shared_home: Home) -> Path:
    """Return where a test file may keep what it loads: beside its data directory."""
    return shared_home.directory.parent


@pytest.fixture(scope="module")
def sample_service(shared_home: Home) -> Iterator[Service]:
    """Serve the sample institution, set up but without records."""
    key = make_site(shared_home, CONFIGURATION)
    with serving(shared_home, key) as running:
        yield running
