"""The files of imports, and what became of each record in them."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
)

from almandine.store.tables.columns import TEXT, metadata


def _text(name: str) -> Column[str]:
    return Column(name, TEXT, nullable=False)


import_file = Table(
    "import_file",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("profile_id"),
    _text("name"),
    Column("size", BigInteger, nullable=False),  # bytes
    _text("modified"),
    _text("state"),
    _text("inner"),
    _text("place"),
    _text("format"),
    _text("because"),
)
"""The registry too: what one run has handled, the next one skips."""
Index(
    "import_file_handled",
    import_file.c.institution,
    import_file.c.profile_id,
    sqlite_where=import_file.c.state == "handled",
    postgresql_where=import_file.c.state == "handled",
)

import_line = Table(
    "import_line",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("file", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("action"),
    _text("because"),
    _text("number"),
    _text("key"),
    _text("matches"),  # ids, blanks between
    _text("record_id"),
    # What was made of its fields.
    Column("holdings", Integer, nullable=False),
    Column("items", Integer, nullable=False),
    Column("portfolios", Integer, nullable=False),
    # What somebody decided: an id, `none` or `skip`; null where nobody has.
    Column("choice", TEXT),
    Column("resolved_by", TEXT),  # the run that carried it out
    Column("marc", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
