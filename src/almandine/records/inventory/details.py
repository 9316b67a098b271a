"""The details of an item, checked by what kind of value each takes."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from almandine.records.inventory.mapping import DETAILS
from almandine.records.item_fields import ITEM_FIELDS, FieldType

_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "y", "1"), "true"),
    **dict.fromkeys(("false", "no", "n", "0"), "false"),
}


class Details(NamedTuple):
    """What an item has beside its columns, or why it cannot have it."""

    values: Mapping[str, str]
    problem: str = ""


def details(parts: Mapping[str, str]) -> Details:
    """Return the details among the parts of an item.

    Days are read as `YYYY-MM-DD` or `YYYYMMDD`, flags as true, yes, y or 1 and their
    contraries; anything else is a problem.
    """
    values: dict[str, str] = {}
    for name, text in parts.items():
        if name not in DETAILS:
            continue
        value = _value(ITEM_FIELDS[name], text)
        if value is None:
            return Details({}, f"{name} is no {ITEM_FIELDS[name].value}: {text}")
        values[name] = value
    return Details(values)


def _value(kind: FieldType, text: str) -> str | None:
    if kind is FieldType.DATE:
        return _day(text)
    return _FLAGS.get(text.lower()) if kind is FieldType.FLAG else text


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
