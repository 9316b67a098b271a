"""The tables as they were when revisions began.

Databases that are older have the same tables, and no revision written down.
"""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import (
    data,
    day,
    flag,
    instant,
    instants,
    json,
    keys,
    numbers,
    small_number,
    text,
    texts,
)

revision = "0001"
down_revision = None

_TABLES = (
    *("api_key", "api_usage", "institution", "sequence", "worker"),
    *("library", "location", "remote_storage", "collection", "rule", "endpoint"),
    *("profile", "job", "record_set", "set_member"),
    *("bib", "bib_text", "bib_collection", "authority", "record_key", "holding"),
    *("item", "portfolio", "users", "user_identifier", "request"),
    *("run", "run_range", "range_members", "run_event", "artifact", "delivery"),
)


def upgrade() -> None:
    """Make all tables."""
    _make_access()
    _make_places()
    _make_jobs()
    _make_sets()
    _make_bibs()
    _make_inventory()
    _make_users()
    _make_runs()
    _make_parts_of_runs()


def downgrade() -> None:
    """Remove them."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _make_access() -> None:
    op.create_table(
        "api_key",
        *keys("institution", "key_id"),
        text("name"),
        text("lookup", unique=True),
        data("digest"),
        text("grants"),
        instant("created_at"),
        day("last_used"),
    )
    op.create_table(
        "api_usage",
        *keys("institution"),
        sa.Column("day", sa.Date(), primary_key=True),
        *numbers("used"),
    )
    op.create_table(
        "institution", *keys("code"), *texts("name", "suffix", "timezone", "currency")
    )
    op.create_table("sequence", *keys("institution", "what"), *numbers("last"))
    op.create_table("worker", *keys("worker_id"), instant("seen_at"))


def _make_places() -> None:
    op.create_table(
        "library",
        *keys("institution", "code"),
        *texts("library_id", "name", "description"),
        flag("resource_sharing"),
    )
    op.create_table(
        "location",
        *keys("institution", "library", "code"),
        *texts("name", "external_name", "type", "remote_storage"),
        flag("suppressed"),
    )
    op.create_table(
        "remote_storage", *keys("institution", "code"), *texts("name", "profile_id")
    )
    op.create_table("collection", *keys("institution", "collection_id"), text("name"))
    _index("collection_by_name", "collection", "name", unique=True)
    op.create_table(
        "endpoint", *keys("institution", "endpoint_id"), *texts("kind", "path")
    )


def _make_jobs() -> None:
    op.create_table("rule", *keys("institution", "name"), text("text"))
    op.create_table(
        "profile",
        *keys("institution", "profile_id"),
        *texts("code", "name", "type", "system", "description"),
        flag("active"),
        text("parameters"),
    )
    _index("profile_by_code", "profile", "code", unique=True)
    op.create_table(
        "job",
        *keys("institution", "job_id"),
        *texts("job_type", "name", "description", "category", "content"),
        *texts("profile_id", "settings", "schedule", "schedule_words", "creator"),
        small_number("tasks"),
        text("closed_because"),
    )
    _index("job_by_profile", "job", "profile_id")


def _make_sets() -> None:
    op.create_table(
        "record_set",
        *keys("institution", "set_id"),
        *texts("name", "name_words", "content", "type", "description", "query"),
        flag("private"),
        flag("active"),
        *texts("created_by", "created_by_words"),
        *instants("created_at", "modified_at"),
    )
    _index("record_set_name", "record_set", "name", unique=True)
    _index("record_set_newest", "record_set", "created_at", "set_id")
    op.create_table(
        "set_member",
        *keys("institution", "set_id", "record_id"),
        sqlite_with_rowid=False,
    )


def _make_bibs() -> None:
    op.create_table(
        "bib",
        *keys("institution", "mms_id"),
        *texts("format", "status", "title", "author", "isbn", "issn"),
        sa.Column("publication_year", sa.Integer()),
        *texts("language", "material_type"),
        flag("suppressed"),
        *texts("sync", "collections"),
        *instants("created_at", "modified_at"),
        data("marc"),
    )
    _index("bib_modified", "bib", "modified_at")
    op.create_table(
        "bib_text",
        *keys("institution", "mms_id"),
        *texts("title", "creator", "series", "subjects", "publisher", "local"),
        text("everything"),
    )
    op.create_table("bib_collection", *keys("institution", "collection_id", "mms_id"))
    _index("bib_collection_bib", "bib_collection", "mms_id")
    op.create_table(
        "authority",
        *keys("institution", "authority_id"),
        *texts("format", "status", "heading", "everything"),
        *instants("created_at", "modified_at"),
        data("marc"),
    )
    op.create_table(
        "record_key",
        *keys("institution", "kind", "key_type", "value", "record_id"),
        sqlite_with_rowid=False,
    )
    _index("record_key_record", "record_key", "kind", "record_id")


def _make_inventory() -> None:
    op.create_table(
        "holding",
        *keys("institution", "holding_id"),
        *texts("mms_id", "library", "location", "call_number_type", "call_number"),
        text("call_number_words"),
        flag("suppressed"),
        *instants("created_at", "modified_at"),
        data("marc"),
    )
    _index("holding_bib", "holding", "mms_id")
    _index("holding_location", "holding", "library", "location")
    op.create_table(
        "item",
        *keys("institution", "pid"),
        *texts("holding_id", "mms_id", "barcode", "library", "location"),
        *texts("temp_library", "temp_location", "current_library", "current_location"),
        *texts("material_type", "item_policy", "base_status", "process_type"),
        *texts("description", "description_words", "po_line", "received"),
        *texts("call_number_words", "details"),
        *instants("created_at", "modified_at"),
    )
    _index("item_bib", "item", "mms_id")
    _index("item_holding", "item", "holding_id")
    _index("item_barcode", "item", "barcode")
    _index("item_location", "item", "current_library", "current_location")
    op.create_table(
        "portfolio",
        *keys("institution", "pid"),
        *texts("mms_id", "url", "url_words", "collection", "interface"),
        flag("available"),
        *instants("created_at", "modified_at"),
    )
    _index("portfolio_bib", "portfolio", "mms_id")
    _index("portfolio_collection", "portfolio", "collection")


def _make_users() -> None:
    op.create_table(
        "users",
        *keys("institution", "primary_id"),
        *texts("first_name", "last_name", "user_group", "record_type", "account_type"),
        *texts("status", "email"),
        day("expiry_date"),
        text("identifiers"),
        *instants("created_at", "modified_at"),
    )
    op.create_table(
        "user_identifier",
        *keys("institution", "identifier_type", "value", "primary_id"),
    )
    _index("user_identifier_value", "user_identifier", "value")
    _index("user_identifier_user", "user_identifier", "primary_id")
    op.create_table(
        "request",
        *keys("institution", "request_id"),
        *texts("request_type", "pid", "user_id", "pickup_library", "pickup_desk"),
        instant("placed_at"),
        text("note"),
        instant("sent_at", nullable=True),
        text("sent_by"),
        *instants("created_at", "modified_at"),
    )
    _index("request_sent", "request", "sent_at")


def _make_runs() -> None:
    op.create_table(
        "run",
        *keys("institution", "run_id"),
        *texts("external_id", "job_id", "job_type", "job_name", "name", "origin"),
        *texts("submitted_by", "submitted_by_name", "set_id", "profile_id"),
        json("parameters"),
        json("settings"),
        text("status"),
        *instants("submitted_at", "started_at"),
        instant("ended_at", nullable=True),
        instant("status_at"),
        *numbers("members", "changed", "unchanged", "failed", "repaired"),
        small_number("attempt"),
        flag("abort_requested"),
        json("counters"),
        text("alert"),
    )
    _index("run_newest", "run", "submitted_at", "run_id")
    _index("run_of_job", "run", "job_id", "submitted_at")
    unfinished = sa.text("ended_at IS NULL")
    op.create_index(
        "run_unfinished",
        "run",
        ["institution", "job_id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )


def _make_parts_of_runs() -> None:
    op.create_table(
        "run_range",
        *keys("institution", "run_id"),
        small_number("range_no", primary_key=True),
        small_number("size"),
        small_number("cursor"),
        *numbers("changed", "unchanged", "failed", "repaired"),
    )
    op.create_table(
        "range_members",
        *keys("institution", "run_id"),
        small_number("range_no", primary_key=True),
        data("members"),
    )
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "run_event",
        sa.Column("event_no", counted, primary_key=True, autoincrement=True),
        *texts("institution", "run_id"),
        small_number("range_no"),
        *texts("record_id", "outcome", "message"),
    )
    _index("event_of_run", "run_event", "run_id", "range_no")
    a_file = ("institution", "run_id", "name")
    op.create_table(
        "artifact",
        *keys(*a_file),
        *numbers("size"),
        text("sha256"),
        *numbers("records"),
        instant("expires_at"),
    )
    op.create_table(
        "delivery",
        *keys(*a_file),
        *texts("endpoint", "path", "sha256"),
        instant("delivered_at"),
    )


def _index(name: str, table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(name, table, ["institution", *columns], unique=unique)
