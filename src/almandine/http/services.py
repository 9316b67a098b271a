"""What the routes call, put together by `almandine.app`."""

from collections.abc import Callable
from dataclasses import dataclass

from almandine.engine.access import Keys, Usage
from almandine.engine.catalogue import Catalogue
from almandine.engine.ports import Endpoints, Store, Uploads, Workspace
from almandine.engine.thresholds import Limits
from almandine.env import Env
from almandine.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything behind the edge."""

    env: Env
    settings: Settings
    keys: Keys
    usage: Usage
    store_of: Callable[[str], Store]
    """From an institution's code to what is kept for it."""
    catalogue: Catalogue
    workspace_of: Callable[[str], Workspace]
    """From an institution's code to where its runs make their files."""
    endpoints_of: Callable[[str], Endpoints]
    """From an institution's code to where its files go and come from."""
    uploads_of: Callable[[str], Uploads]
    """From an institution's code to where files lie that were sent to it."""
    check_database: Callable[[], None]
    """Raises unless the database answers."""
    is_outage: Callable[[Exception], bool]
    """Tells whether what was raised means that the database is away."""

    @property
    def limits(self) -> Limits:
        """Return how much the API may start."""
        return Limits(
            self.settings.max_running,
            self.settings.max_starts,
            self.settings.start_window,
        )
