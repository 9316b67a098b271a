"""A library of four titles, of which queries are asked."""

from almandine.records.bib import Authority, Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.portfolio import Portfolio
from almandine.records.query import Query, parse
from almandine.store.query import members_of
from databases.homes import Home
from store.shelves import CODE, LATER, OTHER, Shelves, field, holdings_marc, marc

EMMA = Bib(
    "1",
    marc(
        field("020", "a0-19-283752-4"),
        field("035", "a(OCoLC)ocm00012345"),
        field("035", "a(ABC)77"),
        field("100", "aAusten, Jane"),
        field("245", "aEmma :", "ba novel /", "cJane Austen"),
        field("490", "aOxford world's classics"),
        field("650", "aMatchmaking", "vFiction"),
        field("260", "aOxford", "bOxford University Press"),
        field("983", "agift of the dean"),
        field("990", "a983 volumes"),
    ),
)
VILLETTE = Bib(
    "2",
    marc(
        field("022", "a1234-567X"),
        field("100", "aBrontë, Charlotte"),
        field("245", "aVillette"),
        field("983", "apurchase"),
        field("983", "adean"),
    ),
    suppressed=True,
    collections=("81",),
)
BARE = Bib("3", marc(number="3"))
OVERSIZED = Bib("4", b"<record/>")


def _holding(number: str, mms_id: str, library: str, location: str) -> Holding:
    place = field("852", f"b{library}", f"c{location}", "hPR 4034", indicators="0 ")
    return Holding(number, mms_id, holdings_marc(place))


HOLDINGS = (
    _holding("21", "1", "MAIN", "stacks"),
    _holding("22", "2", "ART", "stacks"),
    Holding("23", "2", b"", suppressed=True),
)
ITEMS = (
    Item(
        "31",
        "21",
        "1",
        barcode="B1",
        library="MAIN",
        location="stacks",
        material_type="BOOK",
        item_policy="loan",
        description="vol. 1",
        details={
            "RECIEVED_DATE": "2020-05-17",
            "ALTERNATIVE_PHYSICAL_CALL_NUMBER": "QA 76",
        },
    ),
    Item(
        "32",
        "22",
        "2",
        barcode="B2",
        library="ART",
        location="stacks",
        temp_library="MAIN",
        temp_location="desk",
        material_type="DVD",
        process_type="MISSING",
    ),
)
PORTFOLIOS = (
    Portfolio("51", "2", "https://example.org/villette", "61"),
    Portfolio("52", "3", available=False),
)
SHIPS = Authority("91", marc(field("150", "aShips")))


def small_library(home: Home) -> Shelves:
    """Fill a home that has no institution yet."""
    shelves = Shelves(home)
    shelves.write(Kind.BIB, EMMA, BARE, OVERSIZED)
    shelves.write(Kind.BIB, EMMA, code=OTHER)
    shelves.write(Kind.HOLDING, *HOLDINGS)
    shelves.write(Kind.ITEM, *ITEMS)
    shelves.write(Kind.PORTFOLIO, *PORTFOLIOS)
    shelves.write(Kind.AUTHORITY, SHIPS)
    shelves.now = LATER
    shelves.write(Kind.BIB, VILLETTE)
    return shelves


def found(library: Shelves, query: str) -> str:
    """Return the ids that are found, one blank between them."""
    return ids_of(library, parse(query))


def ids_of(library: Shelves, query: Query) -> str:
    with library.connection() as connection:
        return " ".join(connection.scalars(members_of(query, CODE)))
