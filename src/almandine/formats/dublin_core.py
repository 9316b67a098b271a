"""Dublin Core of MARC records, after the Library of Congress' crosswalk.

The table for unqualified Dublin Core, but for two things it leaves to applications: it
makes contributors of all names, and here those of main entries are creators; and field
264, which is younger, is read as 260.

Source: MARC to Dublin Core Crosswalk, Network Development and MARC Standards Office
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from almandine.records.marc.fields import Field

Element = tuple[str, str]
"""Name of a Dublin Core element, without prefix, and its text."""

_ALL: Final = "abcdefghijklmnopqrstuvxyz"
"""Digits and `w` are for systems, not for readers."""
_NAME: Final = "abcdgnq"
_SUBDIVISIONS: Final = "vxyz"
_NOT_DESCRIBED: Final = frozenset({"506", "530", "540", "546"})

_CROSSWALK: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    **dict.fromkeys(("020", "022", "024"), (("identifier", "a"),)),
    **dict.fromkeys(("050", "060", "080", "082"), (("subject", _ALL),)),
    **dict.fromkeys(("100", "110", "111"), (("creator", _NAME),)),
    **dict.fromkeys(("245", "246"), (("title", _ALL),)),
    **dict.fromkeys(("260", "264"), (("publisher", "ab"), ("date", "cg"))),
    "340": (("format", _ALL),),
    **{
        f"{tag}": (("description", _ALL),)
        for tag in range(500, 600)
        if f"{tag}" not in _NOT_DESCRIBED
    },
    **dict.fromkeys(("506", "540"), (("rights", _ALL),)),
    "530": (("relation", _ALL),),
    "534": (("source", "t"), ("description", _ALL)),
    "546": (("language", _ALL),),
    **dict.fromkeys(("600", "610", "611", "630", "650", "653"), (("subject", _ALL),)),
    "655": (("type", _ALL),),
    **dict.fromkeys(("651", "662", "751", "752"), (("coverage", _ALL),)),
    **dict.fromkeys(("700", "710", "711", "720"), (("contributor", _NAME),)),
    **{f"{tag}": (("relation", "ot"),) for tag in range(760, 788)},
    "786": (("relation", "ot"), ("source", "ot")),
    "856": (("identifier", "u"), ("format", "q")),
}
"""Elements of each tag, with the subfields that their text is made of."""
_LANGUAGES: Final = "abdefghj"
"""Subfields of 041."""
_TYPES: Final = {
    **dict.fromkeys("acdt", "text"),
    **dict.fromkeys("efgk", "image"),
    **dict.fromkeys("ij", "sound"),
}
"""By leader position 6."""
_COLLECTIONS: Final = frozenset({"pc", "ps"})
"""Leader positions 6 and 7."""
_MARKS: Final = " /:;,="
"""Punctuation that announces the next element of a description."""
_YEAR: Final = re.compile("[0-9]{4}")
_CODE: Final = re.compile("[a-z]{3}")


def dublin_core(leader: str, fields: Iterable[Field]) -> list[Element]:
    """Return the elements of a record, each text once, in the order of its fields."""
    found = [*_of_leader(leader)]
    for field in fields:
        if field.tag == "008":
            found += _of_fixed_field(field.text)
        elif field.tag == "041":
            found += _of_languages(field)
        elif field.tag in _CROSSWALK:
            found += _of_field(field, _CROSSWALK[field.tag])
    return list(dict.fromkeys(found))


def _of_leader(leader: str) -> Iterator[Element]:
    if leader[6] in _TYPES:
        yield "type", _TYPES[leader[6]]
    if leader[6:8] in _COLLECTIONS:
        yield "type", "collection"


def _of_fixed_field(text: str) -> Iterator[Element]:
    if _YEAR.fullmatch(text[7:11]):
        yield "date", text[7:11]
    if _CODE.fullmatch(text[35:38]):
        yield "language", text[35:38]


def _of_languages(field: Field) -> Iterator[Element]:
    """Yield each code; old records have several in a subfield."""
    for text in field.values(_LANGUAGES):
        codes = _CODE.findall(text)
        is_codes = "".join(codes) == text.strip()
        for each in codes if is_codes else [text.strip()]:
            yield "language", each


def _of_field(field: Field, elements: Iterable[tuple[str, str]]) -> Iterator[Element]:
    subfields = field.subfields
    for name, codes in elements:
        chosen = [(code, text.strip()) for code, text in subfields if code in codes]
        if text := _text(name, chosen).strip(_MARKS):
            yield name, text


def _text(name: str, subfields: Iterable[tuple[str, str]]) -> str:
    """Return the texts in a row; subdivisions of a subject after two hyphens."""
    text = ""
    for code, part in subfields:
        is_below = name in ("subject", "coverage") and code in _SUBDIVISIONS
        text += (("--" if is_below else " ") if text else "") + part
    return text
