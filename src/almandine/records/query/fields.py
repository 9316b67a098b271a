"""What can be searched, level by level: a registry, kept as data.

Names are the codes that Alma's search indexes carry on the wire; the aliases are
the plain words people expect.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from almandine.records.query.levels import Level
from almandine.records.query.operators import OPERATORS, ORDER, Kind, Operator


@dataclass(frozen=True, slots=True)
class Field:
    """One searchable property of a record."""

    name: str
    """The code on the wire, and the key under which the store finds it."""
    label: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    sortable: bool = False
    """True for text and codes that have an order, such as call numbers."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        """The operators that make sense for the field."""
        return OPERATORS[self.kind] + (ORDER if self.sortable else ())


def _text(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, Kind.TEXT, aliases)


def _code(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, Kind.CODE, aliases)


def _sortable(name: str, label: str, kind: Kind, *aliases: str) -> Field:
    return Field(name, label, kind, aliases, sortable=True)


def _date(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, Kind.DATE, aliases)


def _boolean(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, Kind.BOOLEAN, aliases)


def _locations(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, Kind.LOCATIONS, aliases)


_RECORD: Final = (
    _text("all", "Keywords", "all_for_ui", "keywords"),
    _sortable("mms_id", "MMS ID", Kind.CODE),
    _date("mms_createDate", "Creation date", "creation_date"),
    _date("mms_modificationDate", "Modification date", "modification_date"),
)
_BIB: Final = (
    *_RECORD,
    _text("title", "Title"),
    _text("creator", "Creator", "author"),
    _text("series", "Series"),
    _text("subjects", "Subjects", "subject"),
    _text("publisher", "Publisher"),
    _code("isbn", "ISBN"),
    _code("issn", "ISSN"),
    _code(
        "oclc_control_number_035_a",
        "OCLC control number",
        "oclc_control_number_035_az",
        "oclc_number",
        "oclc",
    ),
    _code("other_system_number", "Other system number", "system_control_number"),
    _boolean(
        "mms_tagSuppressed", "Suppressed from discovery", "tag_suppressed", "suppressed"
    ),
    _code("mms_material_type", "Material type", "material_type"),
    _code("mms_resource_type", "Resource type", "resource_type"),
    _code("language", "Language"),
    Field(
        "main_pub_date",
        "Publication year",
        Kind.NUMBER,
        ("publication_year", "date_of_publication"),
    ),
)
_HOLDING: Final = (
    _sortable("holding_pid", "Holdings PID", Kind.CODE, "holding_id", "pid"),
    _code("holding_Library", "Library (Holdings)", "library"),
    _locations("permanentPhysicalLocation", "Permanent physical location", "location"),
    _code("permanentCallNumberType", "Permanent call number type", "call_number_type"),
    _sortable("PermanentCallNumber", "Permanent call number", Kind.TEXT, "call_number"),
    _boolean(
        "holding_tagSuppressed",
        "Suppressed from discovery (Holdings)",
        "tag_suppressed",
        "suppressed",
    ),
)
_ITEM: Final = (
    _sortable("item_pid", "Item PID", Kind.CODE, "pid", "item_id"),
    _sortable("barcode", "Barcode", Kind.CODE),
    _code("current_Library", "Library (Physical item)", "library"),
    _locations("current_Location", "Location (Physical item)", "location"),
    _code("materialType", "Material type (Physical item)", "material_type"),
    _code("itemPolicy", "Item policy", "item_policy", "policy"),
    _code("processType", "Process type", "process_type"),
    _sortable("alterCallNumber", "Item call number", Kind.TEXT, "call_number"),
    _text("item_description", "Description", "description"),
    _date("item_createDate", "Creation date (Physical item)", "creation_date"),
    _date(
        "item_modificationDate",
        "Modification date (Physical item)",
        "modification_date",
    ),
    _date("arrivalDate", "Receiving date", "receiving_date", "arrival_date"),
)
_PORTFOLIO: Final = (
    _sortable("portfolio_pid", "Portfolio PID", Kind.CODE, "pid", "portfolio_id"),
    _text("url", "URL"),
    _boolean("portfolio_baseStatus", "Availability", "availability", "available"),
    _code("collection", "Electronic collection", "collection_id"),
)
_COLLECTION: Final = (
    _sortable("iepa_pid", "Electronic collection PID", Kind.CODE, "pid"),
    _text("packageName", "Electronic collection name", "name"),
)

FIELDS: Final[Mapping[Level, tuple[Field, ...]]] = {
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
    Level.AUTHORITY_MMS: _RECORD,
}
"""The fields of each level; bibs have `local_field_900` to `…_999` besides."""

_LOCAL_FIELD: Final = re.compile(r"local_field_(9[0-9]{2})")
_BY_NAME: Final = {
    (level, name.lower()): field
    for level, fields in FIELDS.items()
    for field in fields
    for name in (field.name, *field.aliases)
}


def find_field(level: Level, name: str) -> Field | None:
    """Return the level's field of that name or alias, whatever its case."""
    key = name.lower()
    local = _LOCAL_FIELD.fullmatch(key)
    if local and FIELDS[level] is _BIB:
        return _text(key, f"Local field {local[1]}")
    return _BY_NAME.get((level, key))


def names_of(level: Level) -> tuple[str, ...]:
    """Return the names a query may use at the level, for messages."""
    names = tuple(field.name for field in FIELDS[level])
    return (*names, "local_field_9XX") if FIELDS[level] is _BIB else names
