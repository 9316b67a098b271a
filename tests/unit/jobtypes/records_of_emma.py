"""Records that the tests of job types share."""

from datetime import UTC, datetime
from typing import Final

from almandine.records.bib import Bib, Heading
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.request import Request
from unit.records.marc.building import EMMA as EMMA_FIELDS
from unit.records.marc.building import record

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
RAW: Final = record(*EMMA_FIELDS)
EMMA: Final = Bib("991", RAW)
LONG: Final = Bib("992", b"<record><leader/></record>")
HOLDING: Final = Holding("221", "991", RAW)
ITEM: Final = Item(
    pid="2310000000101001",
    holding_id="221",
    mms_id="991",
    barcode="39000000000017",
    library="MAIN",
    location="offsite",
    call_number="PR4034 .E5",
    heading=Heading(title="Emma"),
)
REQUEST: Final = Request(
    request_id="88",
    request_type="Patron physical item request",
    item=ITEM,
    user_id="u1",
    pickup_library="MAIN",
    pickup_desk="DEFAULT_CIRC_DESK",
    placed_at=NOON,
)
