"""Which column answers which field, as data."""

from collections.abc import Mapping
from typing import Final

from almandine.records.marc.keys import isbns, issns
from almandine.records.query import Field, Level
from almandine.store.query.keys import number_of_bib
from almandine.store.query.question import Answer
from almandine.store.query.scalars import (
    code,
    day_as_text,
    exact,
    flag,
    instant,
    locations,
    number,
)
from almandine.store.query.words import in_bib_text, in_local_field, in_row
from almandine.store.tables.records import (
    authority,
    bib,
    bib_text,
    holding,
    item,
    portfolio,
)

_LOCAL: Final = "local_field_"


def _as_oclc(text: str) -> list[str]:
    """Return the bare number of `(OCoLC)ocm00012345`, `ocm00012345` or `12345`."""
    digits = "".join(character for character in text if character.isdigit())
    return [digits.lstrip("0")] if digits.strip("0") else []


def _as_written(text: str) -> list[str]:
    return [stripped] if (stripped := " ".join(text.split())) else []


_BIB: Final[Mapping[str, Answer]] = {
    "all": in_bib_text(bib_text.c.everything),
    "mms_id": exact(bib.c.mms_id),
    "mms_createDate": instant(bib.c.created_at),
    "mms_modificationDate": instant(bib.c.modified_at),
    "title": in_bib_text(bib_text.c.title),
    "creator": in_bib_text(bib_text.c.creator),
    "series": in_bib_text(bib_text.c.series),
    "subjects": in_bib_text(bib_text.c.subjects),
    "publisher": in_bib_text(bib_text.c.publisher),
    "isbn": number_of_bib("isbn", "isbn_z", normalize=isbns),
    "issn": number_of_bib("issn", "issn_z", normalize=issns),
    "oclc_control_number_035_a": number_of_bib("oclc", normalize=_as_oclc),
    "other_system_number": number_of_bib("035", normalize=_as_written),
    "mms_tagSuppressed": flag(bib.c.suppressed),
    "mms_material_type": code(bib.c.material_type),
    # The kind of thing is all that is told apart here: one column serves both.
    "mms_resource_type": code(bib.c.material_type),
    "language": code(bib.c.language),
    "main_pub_date": number(bib.c.publication_year),
}
_HOLDING: Final[Mapping[str, Answer]] = {
    "holding_pid": exact(holding.c.holding_id),
    "holding_Library": code(holding.c.library),
    "permanentPhysicalLocation": locations(holding.c.library, holding.c.location),
    "permanentCallNumberType": code(holding.c.call_number_type),
    "PermanentCallNumber": in_row(holding.c.call_number_words),
    "holding_tagSuppressed": flag(holding.c.suppressed),
}
_ITEM: Final[Mapping[str, Answer]] = {
    "item_pid": exact(item.c.pid),
    "barcode": exact(item.c.barcode),
    "current_Library": code(item.c.current_library),
    "current_Location": locations(item.c.current_library, item.c.current_location),
    "materialType": code(item.c.material_type),
    "itemPolicy": code(item.c.item_policy),
    "processType": code(item.c.process_type),
    "alterCallNumber": in_row(item.c.call_number_words),
    "item_description": in_row(item.c.description_words),
    "item_createDate": instant(item.c.created_at),
    "item_modificationDate": instant(item.c.modified_at),
    "arrivalDate": day_as_text(item.c.received),
}
_PORTFOLIO: Final[Mapping[str, Answer]] = {
    "portfolio_pid": exact(portfolio.c.pid),
    "url": in_row(portfolio.c.url_words),
    "portfolio_baseStatus": flag(portfolio.c.available),
    "collection": exact(portfolio.c.collection),
}
_COLLECTION: Final[Mapping[str, Answer]] = {
    "iepa_pid": exact(portfolio.c.collection),
    # A portfolio names its collection; there is no other name for it here.
    "packageName": code(portfolio.c.collection),
}
_AUTHORITY: Final[Mapping[str, Answer]] = {
    "all": in_row(authority.c.everything),
    "mms_id": exact(authority.c.authority_id),
    "mms_createDate": instant(authority.c.created_at),
    "mms_modificationDate": instant(authority.c.modified_at),
}

ANSWERS: Final[Mapping[Level, Mapping[str, Answer]]] = {
    Level.BIB_MMS: _BIB,
    Level.IEP: _BIB,
    Level.IEE: _BIB,
    Level.IED: _BIB,
    Level.IE: _BIB,
    Level.IEC: _BIB,
    Level.HOLDING: _HOLDING,
    Level.ITEM: _ITEM,
    Level.PORTFOLIO: _PORTFOLIO,
    Level.IEPA: _COLLECTION,
    Level.AUTHORITY_MMS: _AUTHORITY,
}


def answer_of(level: Level, field: Field) -> Answer:
    """Return what answers a field of a level."""
    if field.name.startswith(_LOCAL):
        return in_local_field(field.name.removeprefix(_LOCAL))
    return ANSWERS[level][field.name]
