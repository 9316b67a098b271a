"""A service of its own for each bug."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from databases.homes import Home
from store.workshop import HERE, Workshop, add_institutions


@pytest.fixture
def site(blank_home: Home) -> Iterator[Workshop]:
    """Open a service with an institution that has nothing yet."""
    add_institutions(blank_home)
    with closing(Workshop(blank_home, institution=HERE)) as opened:
        yield opened
