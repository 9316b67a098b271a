"""List sets, all or those that a brief search finds.

A brief search is `field~words`, several joined by ` AND `. Spaces may come as
underscores, so an underscore always parts words.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.sets.ports import SetFilter, Sets
from almandine.faults import InvalidParameter, InvalidQuery, Refused
from almandine.records.sets import RecordSet, SetType

_FIELDS: Final = ("name", "created_by")
_PART: Final = re.compile(
    r"(?P<field>\w{1,20})~(?P<words>.*?)(?:[ _]AND[ _](?=\w{1,20}~)|$)", re.DOTALL
)
_SPACE: Final = re.compile(r"[\s_]+")
_OURS: Final = "UI"
_ORIGINS: Final = (_OURS, "UI_CZ")


def list_sets(
    asked: Mapping[str, str], *, limit: int, offset: int, sets: Sets
) -> tuple[Sequence[RecordSet], int]:
    """Return the sets that the query parameters ask for, and how many there are.

    Any content type may be asked for, those too of which there can be no set.

    Raises:
        Refused: with `InvalidParameter` or `InvalidQuery`.
    """
    words = parse_brief_search(asked.get("q", ""))
    set_type = _one_of("set_type", asked, tuple(SetType))
    which = SetFilter(
        name=words.get("name", ()),
        created_by=words.get("created_by", ()),
        type=SetType(set_type) if set_type else None,
        content=asked.get("content_type") or None,
    )
    if (_one_of("set_origin", asked, _ORIGINS) or _OURS) != _OURS:
        return [], 0  # No set comes from a community zone.
    return sets.page(which, limit=limit, offset=offset)


def parse_brief_search(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words that each field must hold; none for blank text.

    Raises:
        Refused: with `InvalidQuery`.
    """
    searched = text.strip()
    words: dict[str, tuple[str, ...]] = {}
    position = 0
    while position < len(searched):
        part = _PART.match(searched, position)
        if part is None or part["field"] not in _FIELDS:
            known = " or ".join(f"{field}~" for field in _FIELDS)
            raise Refused(InvalidQuery(text, f"expected {known}", position + 1))
        found = tuple(filter(None, _SPACE.split(part["words"])))
        if not found:
            start = part.start("words") + 1
            raise Refused(InvalidQuery(text, "expected words", start))
        words[part["field"]] = words.get(part["field"], ()) + found
        position = part.end()
    return words


def _one_of(name: str, asked: Mapping[str, str], allowed: Sequence[str]) -> str | None:
    """Return the value of a parameter; None where it is unsaid."""
    value = asked.get(name)
    if value and value not in allowed:
        raise Refused(InvalidParameter(name, value, ", ".join(allowed)))
    return value or None
