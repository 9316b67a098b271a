"""The words of a bib, column by column of `bib_text`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from almandine.records.marc.charset import Charset, charset_of, decode
from almandine.records.marc.marc8 import ESCAPE
from almandine.records.marc.structure import DELIMITER, slices
from almandine.store.words import fold_values, join_lines

Slice = tuple[bytes, bytes]

_TAGS: Final = {
    "title": (130, 210, 222, 240, 245, 246, 247, 730, 740),
    "creator": (100, 110, 111, 700, 710, 711, 720),
    "series": (440, 490, 800, 810, 811, 830),
    "subjects": range(600, 663),
    "local": range(900, 1000),
}
"""Which fields a column holds; `publisher` and titles proper are subfields."""

_COLUMN_OF_TAG: Final[Mapping[bytes, str]] = {
    str(tag).encode(): column for column, tags in _TAGS.items() for tag in tags
}
WORD_COLUMNS: Final = ("title", "creator", "series", "subjects", "publisher", "local")
_RESPONSIBILITY: Final = DELIMITER + b"c"
_PUBLISHER: Final = re.compile(rb"\x1fb([^\x1f]*)")


def bib_words(raw: bytes) -> dict[str, str]:
    """Return the words of a sound record for each column of `bib_text`."""
    fields = _data_fields(raw)
    parts = [part for field in fields for part in _parts(field)]
    values = [body[2:] for _, body in fields]
    folded = fold_values(values + [value for _, value in parts])
    whole, extra = folded[: len(fields)], folded[len(fields) :]
    columns: dict[str, list[str]] = {column: [] for column in WORD_COLUMNS}
    for (tag, _), words in zip(fields, whole, strict=True):
        if column := _COLUMN_OF_TAG.get(tag):
            spelled = tag_words(tag.decode(), words) if column == "local" else words
            columns[column].append(spelled)
    for (column, _), words in zip(parts, extra, strict=True):
        columns[column].append(words)
    lines = {column: join_lines(found) for column, found in columns.items()}
    return {**lines, "everything": join_lines(whole)}


def all_words(raw: bytes) -> str:
    """Return the words of all data fields of a sound record."""
    return join_lines(fold_values([body[2:] for _, body in _data_fields(raw)]))


def tag_words(tag: str, words: str) -> str:
    """Return the words, each behind its tag: so one column serves a hundred fields."""
    return " ".join(f"{tag}{word}" for word in words.split())


def _data_fields(raw: bytes) -> Sequence[Slice]:
    """Return the data fields of a record as (tag, body), in UTF-8."""
    fields = [field for field in slices(raw) if not field[0].startswith(b"00")]
    if charset_of(raw) is Charset.UTF_8:
        return fields
    return [(tag, _to_utf8(body)) for tag, body in fields]


def _to_utf8(body: bytes) -> bytes:
    if body.isascii() and ESCAPE not in body:
        return body
    parts = body.split(DELIMITER)
    return DELIMITER.join(decode(part, Charset.MARC_8).encode() for part in parts)


def _parts(field: Slice) -> Sequence[tuple[str, bytes]]:
    """Return what is searched as a value by itself within a field."""
    tag, body = field
    if tag == b"245" and _RESPONSIBILITY in body:
        return [("title", body[2:].partition(_RESPONSIBILITY)[0])]
    if tag in {b"260", b"264"}:
        return [("publisher", name) for name in _PUBLISHER.findall(body)]
    return ()
