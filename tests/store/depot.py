"""A depot whose requests are sent to it as files."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import insert

from almandine.engine.job import Job
from almandine.engine.run import Counter
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.request import Request
from almandine.store.tables.configuration import location, remote_storage
from store.workshop import HERE, NOON, Workshop

SEND: Final = Job(
    job_id="S64",
    job_type="send_requests_to_remote_storage",
    name="Send Requests to Remote Storage",
    description="",
    category="FULFILLMENT",
    profile_id="p1",
    settings=(("endpoint", "robot"),),
)
FTP_HAS_FAILED: Final = Counter(
    "FTP has failed.", "", "Download zip file for manual FTP."
)


def item(number: int, barcode: str) -> Item:
    return Item(
        f"23{number}",
        "22",
        "99",
        barcode=barcode,
        library="MAIN",
        location="DEPOT",
    )


def request(number: int, barcode: str = "B") -> Request:
    return Request(
        f"88{number}", "PHYSICAL", item(number, barcode), "emma", "MAIN", "DESK", NOON
    )


def add_depot(workshop: Workshop) -> None:
    with workshop.app.database.writing() as connection:
        connection.execute(
            insert(remote_storage).values(
                institution=HERE, code="D", name="D", profile_id="p1"
            )
        )
        connection.execute(
            insert(location).values(
                institution=HERE,
                library="MAIN",
                code="DEPOT",
                name="Depot",
                external_name="",
                type="REMOTE",
                remote_storage="D",
                suppressed=False,
            )
        )


def add_requests(site: Workshop, *requests: Request) -> None:
    with site.store.write() as tx:
        tx.records.write(Kind.ITEM, [each.item for each in requests])
        tx.records.write(Kind.REQUEST, requests)


def waiting(site: Workshop) -> list[str]:
    with site.store.read() as tx:
        batches = tx.records.pending(Kind.REQUEST, "p1")
        return [one for batch in batches for one in batch]


def sent_by(site: Workshop) -> Sequence[str]:
    with site.store.read() as tx:
        found = tx.records.read(Kind.REQUEST, ["881", "882", "883"])
    return [each.sent_by for each in found]
