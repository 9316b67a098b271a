"""What the engine needs of storage, dispatch and delivery.

A `Tx` is one transaction of one institution. Its parts see what the
transaction wrote; nothing is visible outside until it has ended well.
"""

from almandine.engine.ports.collecting import (
    CollectFailed,
    Collector,
    NobodyAnswered,
    Nowhere,
    Offer,
)
from almandine.engine.ports.endpoints import Endpoints, Found, OpenEndpoint
from almandine.engine.ports.failures import (
    DeliveryFailed,
    EndpointFailed,
    Fenced,
    Unanswered,
    Unavailable,
)
from almandine.engine.ports.files import (
    Artifact,
    Artifacts,
    Courier,
    Delivery,
    Member,
    Packing,
    Workspace,
)
from almandine.engine.ports.fires import Fire, Fires
from almandine.engine.ports.harvest import Harvest, Place, Published, Selection
from almandine.engine.ports.imports import Imports
from almandine.engine.ports.publishing import (
    Candidates,
    Issue,
    Issued,
    Issues,
    Publications,
)
from almandine.engine.ports.ranges import Range, Ranges
from almandine.engine.ports.records import Ids, Jobs, Prepared, Records, References
from almandine.engine.ports.runs import Events, RunFilter, Runs
from almandine.engine.ports.store import Queue, Store, Tx
from almandine.engine.ports.uploads import Uploads

__all__ = [
    "Artifact",
    "Artifacts",
    "Candidates",
    "CollectFailed",
    "Collector",
    "Courier",
    "Delivery",
    "DeliveryFailed",
    "EndpointFailed",
    "Endpoints",
    "Events",
    "Fenced",
    "Fire",
    "Fires",
    "Found",
    "Harvest",
    "Ids",
    "Imports",
    "Issue",
    "Issued",
    "Issues",
    "Jobs",
    "Member",
    "NobodyAnswered",
    "Nowhere",
    "Offer",
    "OpenEndpoint",
    "Packing",
    "Place",
    "Prepared",
    "Publications",
    "Published",
    "Queue",
    "Range",
    "Ranges",
    "Records",
    "References",
    "RunFilter",
    "Runs",
    "Selection",
    "Store",
    "Tx",
    "Unanswered",
    "Unavailable",
    "Uploads",
    "Workspace",
]
