"""The words of a bib, column by column of `bib_text`.

The order of a column's lines means nothing; they are sorted, so that a change can take
lines out and put lines in without a look at the other fields.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from almandine.records.marc.charset import Charset, charset_of, decode
from almandine.records.marc.layout import DELIMITER, Slice
from almandine.records.marc.marc8 import ESCAPE
from almandine.records.marc.structure import slices
from almandine.store.words import fold_values, join_lines

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
WORD_COLUMNS: Final = (*_TAGS, "publisher", "everything")
_TITLE: Final = b"245"
_PARTED: Final = frozenset({_TITLE, b"260", b"264"})
"""Fields whose parts are searched by themselves too."""
_RESPONSIBILITY: Final = DELIMITER + b"c"
_PUBLISHER: Final = re.compile(rb"\x1fb([^\x1f]*)")


def bib_words(raw: bytes) -> dict[str, str]:
    """Return the words of a sound record for each column of `bib_text`."""
    lines = lines_in(slices(raw), charset_of(raw))
    return {
        column: join_lines(sorted(lines[column])) if column in lines else ""
        for column in WORD_COLUMNS
    }


def lines_in(fields: Sequence[Slice], charset: Charset) -> Mapping[str, list[str]]:
    """Return the lines, not sorted, that some fields of a record have in columns."""
    return lines_in_each([(fields, charset)])[0]


def lines_in_each(
    records: Iterable[tuple[Sequence[Slice], Charset]],
) -> list[Mapping[str, list[str]]]:
    """Return the lines of some fields of each record.

    Few fields of many records are spelled together: it is the calls that cost.
    """
    each = [_data_fields(fields, charset) for fields, charset in records]
    parts = [
        [part for one in data if one[0] in _PARTED for part in _parts(one)]
        for data in each
    ]
    values = [
        value
        for data, own in zip(each, parts, strict=True)
        for value in (*[body[2:] for _, body in data], *[part for _, part in own])
    ]
    folded = iter(fold_values(values))
    return [_lines(data, own, folded) for data, own in zip(each, parts, strict=True)]


def _lines(
    data: Sequence[Slice], parts: Sequence[tuple[str, bytes]], folded: Iterator[str]
) -> Mapping[str, list[str]]:
    """Give lines to their columns; none for no fields."""
    if not data:
        return {}
    lines: dict[str, list[str]] = defaultdict(list)
    lines["everything"] = list(islice(folded, len(data)))
    for (tag, _), words in zip(data, lines["everything"], strict=True):
        if column := _COLUMN_OF_TAG.get(tag):
            spelled = tag_words(tag.decode(), words) if column == "local" else words
            lines[column].append(spelled)
    for column, _ in parts:
        lines[column].append(next(folded))
    return lines


def all_words(raw: bytes) -> str:
    """Return the words of all data fields of a sound record."""
    fields = _data_fields(slices(raw), charset_of(raw))
    return join_lines(fold_values([body[2:] for _, body in fields]))


def tag_words(tag: str, words: str) -> str:
    """Return the words, each behind its tag: so one column serves a hundred fields."""
    return " ".join(f"{tag}{word}" for word in words.split())


def _data_fields(fields: Sequence[Slice], charset: Charset) -> Sequence[Slice]:
    """Return the data fields among some of a record, in UTF-8."""
    data = [field for field in fields if not field[0].startswith(b"00")]
    if charset is Charset.UTF_8:
        return data
    return [(tag, _to_utf8(body)) for tag, body in data]


def _to_utf8(body: bytes) -> bytes:
    if body.isascii() and ESCAPE not in body:
        return body
    parts = body.split(DELIMITER)
    return DELIMITER.join(decode(part, Charset.MARC_8).encode() for part in parts)


def _parts(field: Slice) -> Sequence[tuple[str, bytes]]:
    """Return what is searched as a value by itself within one of those fields."""
    tag, body = field
    if tag != _TITLE:
        return [("publisher", name) for name in _PUBLISHER.findall(body)]
    if _RESPONSIBILITY in body:
        return [("title", body[2:].partition(_RESPONSIBILITY)[0])]
    return ()
