"""Records: the bytes as received, the columns that queries ask for, and keys.

What is derived from a record's bytes (headings, keys, words) is written with the
record in one transaction and can be made anew from it at any time.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    false,
)

from almandine.store.tables.columns import TEXT, UNCOMPRESSED, Instant, metadata


def _owner() -> Column[str]:
    return Column("institution", TEXT, primary_key=True)


def _id(name: str) -> Column[str]:
    return Column(name, TEXT, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False, default="")


def _since(name: str) -> Column[datetime]:
    return Column(name, Instant, nullable=False)


bib = Table(
    "bib",
    metadata,
    _owner(),
    _id("mms_id"),
    _text("format"),  # iso2709 or marcxml
    _text("status"),  # leader position 5; `d` for deleted
    _text("title"),
    _text("author"),
    _text("isbn"),
    _text("issn"),
    Column("publication_year", Integer),
    _text("language"),
    _text("material_type"),
    Column("suppressed", Boolean, nullable=False),
    _text("sync"),
    _text("collections"),  # ids, sorted, blanks between; searched in bib_collection
    _since("created_at"),
    _since("modified_at"),
    # Behind all others: SQLite walks over a long value to reach what stands behind it.
    Column("marc", LargeBinary, nullable=False),
    Column("regular", Boolean, nullable=False, server_default=false()),
    Index("bib_modified", "institution", "modified_at"),
    postgresql_with=UNCOMPRESSED,
)

bib_text = Table(
    "bib_text",
    metadata,
    _owner(),
    _id("mms_id"),
    _text("title"),
    _text("creator"),
    _text("series"),
    _text("subjects"),
    _text("publisher"),
    _text("local"),  # fields 900 to 999, each word behind its tag
    _text("everything"),
    postgresql_with=UNCOMPRESSED,
)
"""The words of a bib, as `store.words` spells them."""

bib_collection = Table(
    "bib_collection",
    metadata,
    _owner(),
    _id("collection_id"),
    _id("mms_id"),
    Index("bib_collection_bib", "institution", "mms_id"),
)

authority = Table(
    "authority",
    metadata,
    _owner(),
    _id("authority_id"),
    _text("format"),
    _text("status"),
    _text("heading"),
    _text("everything"),  # its words, as `store.words` spells them
    _since("created_at"),
    _since("modified_at"),
    Column("marc", LargeBinary, nullable=False),
)

record_key = Table(
    "record_key",
    metadata,
    _owner(),
    _id("kind"),
    _id("key_type"),
    _id("value"),
    _id("record_id"),
    # The rows are their own index: half the space, and half the work of a load.
    sqlite_with_rowid=False,
)
"""Numbers by which records are matched, normalised. Which ones a record has, its bytes
say: ADR 0034."""

holding = Table(
    "holding",
    metadata,
    _owner(),
    _id("holding_id"),
    _text("mms_id"),
    _text("library"),
    _text("location"),
    _text("call_number_type"),
    _text("call_number"),
    _text("call_number_words"),
    Column("suppressed", Boolean, nullable=False),
    _since("created_at"),
    _since("modified_at"),
    Column("marc", LargeBinary, nullable=False),
    Index("holding_bib", "institution", "mms_id"),
    Index("holding_location", "institution", "library", "location"),
    Index("holding_modified", "institution", "modified_at"),
)

item = Table(
    "item",
    metadata,
    _owner(),
    _id("pid"),
    _text("holding_id"),
    _text("mms_id"),
    _text("barcode"),
    _text("library"),
    _text("location"),
    _text("temp_library"),
    _text("temp_location"),
    _text("current_library"),  # temporary where there is one, else permanent
    _text("current_location"),
    _text("material_type"),
    _text("item_policy"),
    _text("base_status"),
    _text("process_type"),
    _text("description"),
    _text("description_words"),
    _text("po_line"),
    _text("received"),  # YYYY-MM-DD
    _text("call_number_words"),  # of the item's own call number
    _text("details"),  # JSON object
    _since("created_at"),
    _since("modified_at"),
    Index("item_bib", "institution", "mms_id"),
    Index("item_holding", "institution", "holding_id"),
    Index("item_barcode", "institution", "barcode"),
    Index("item_location", "institution", "current_library", "current_location"),
    Index("item_modified", "institution", "modified_at"),
)

portfolio = Table(
    "portfolio",
    metadata,
    _owner(),
    _id("pid"),
    _text("mms_id"),
    _text("url"),
    _text("url_words"),
    _text("collection"),
    _text("interface"),
    Column("available", Boolean, nullable=False),
    _since("created_at"),
    _since("modified_at"),
    Index("portfolio_bib", "institution", "mms_id"),
    Index("portfolio_collection", "institution", "collection"),
    Index("portfolio_modified", "institution", "modified_at"),
)

users = Table(
    "users",
    metadata,
    _owner(),
    _id("primary_id"),
    _text("first_name"),
    _text("last_name"),
    _text("user_group"),
    _text("record_type"),
    _text("account_type"),
    _text("status"),
    _text("email"),
    Column("expiry_date", Date),
    _text("identifiers"),  # JSON list of pairs; searched in user_identifier
    _since("created_at"),
    _since("modified_at"),
)

user_identifier = Table(
    "user_identifier",
    metadata,
    _owner(),
    _id("identifier_type"),
    _id("value"),
    _id("primary_id"),
    Index("user_identifier_value", "institution", "value"),
    Index("user_identifier_user", "institution", "primary_id"),
)

request = Table(
    "request",
    metadata,
    _owner(),
    _id("request_id"),
    _text("request_type"),
    _text("pid"),
    _text("user_id"),
    _text("pickup_library"),
    _text("pickup_desk"),
    _since("placed_at"),
    _text("note"),
    Column("sent_at", Instant),
    _text("sent_by"),
    _since("created_at"),
    _since("modified_at"),
    Index("request_sent", "institution", "sent_at"),
)

ISO2709: Final = "iso2709"
MARCXML: Final = "marcxml"

TABLES: Final = (
    bib.name,
    bib_text.name,
    bib_collection.name,
    authority.name,
    record_key.name,
    holding.name,
    item.name,
    portfolio.name,
    users.name,
    user_identifier.name,
    request.name,
)
"""Their names."""
