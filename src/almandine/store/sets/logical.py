"""The members of a logical set, as a query in the database's language."""

from sqlalchemy import Select, false, select

from almandine.store.tables.records import bib


def found_ids(query: str, institution: str) -> Select[str]:
    """TEMPORARY until store.query is there."""
    return select(bib.c.mms_id.label("record_id")).where(
        false(), bib.c.institution == institution
    )
