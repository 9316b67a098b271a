# Compiled as it is, where the set-up can: ADR 0033.
"""The words of a bib, column by column of `bib_text`.

The order of a column's lines means nothing; they are sorted, so that a change can take
lines out and put lines in without a look at the other fields.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from almandine.records.marc.charset import MARC_8, UTF_8, Charset, charset_of, decode
from almandine.records.marc.layout import DELIMITER, Slice
from almandine.records.marc.loops import with_tags
from almandine.records.marc.marc8 import ESCAPE
from almandine.records.marc.structure import slices
from almandine.store.words import FOLDING, join_lines

_TAGS: Final = {
    "title": (130, 210, 222, 240, 245, 246, 247, 730, 740),
    "creator": (100, 110, 111, 700, 710, 711, 720),
    "series": (440, 490, 800, 810, 811, 830),
    "subjects": range(600, 663),
}
"""Which fields a column holds; `publisher` and titles proper are subfields."""

_COLUMN_OF_TAG: Final = {
    str(tag).encode(): column for column, tags in _TAGS.items() for tag in tags
}
WORD_COLUMNS: Final = (*_TAGS, "local", "publisher", "everything")
_TITLE: Final = b"245"
_LOCAL: Final = frozenset(str(tag).encode() for tag in range(900, 1000))
_PARTED: Final = frozenset({_TITLE, b"260", b"264"}) | _LOCAL
"""Fields that have, or whose parts have, lines of their own in some column."""
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
    each = [_in_utf8(fields, charset) for fields, charset in records]
    parts = [list(_parts(with_tags(fields, _PARTED))) for fields in each]
    folded = iter(FOLDING.words([value for own in parts for _, _, value in own]))
    return [
        _lines(*lines, [(column, tag, next(folded)) for column, tag, _ in own])
        for lines, own in zip(FOLDING.lines(each, _COLUMN_OF_TAG), parts, strict=True)
    ]


def _lines(
    every: list[str],
    lines: dict[str, list[str]],
    parts: Iterable[tuple[str, bytes, str]],
) -> Mapping[str, list[str]]:
    """Put the lines of parts and of all fields to those of columns."""
    if every:
        lines["everything"] = every
    for column, tag, words in parts:
        spelled = tag_words(tag.decode(), words) if column == "local" else words
        lines.setdefault(column, []).append(spelled)
    return lines


def all_words(raw: bytes) -> str:
    """Return the words of all data fields of a sound record."""
    fields = _in_utf8(slices(raw), charset_of(raw))
    [(every, _)] = FOLDING.lines([fields], {})
    return join_lines(every)


def tag_words(tag: str, words: str) -> str:
    """Return the words, each behind its tag: so one column serves a hundred fields."""
    return " ".join(f"{tag}{word}" for word in words.split())


def _in_utf8(fields: Sequence[Slice], charset: Charset) -> Sequence[Slice]:
    if charset is UTF_8:
        return fields
    return [(tag, _to_utf8(body)) for tag, body in fields]


def _to_utf8(body: bytes) -> bytes:
    if body.isascii() and ESCAPE not in body:
        return body
    parts = body.split(DELIMITER)
    return DELIMITER.join(decode(part, MARC_8).encode() for part in parts)


def _parts(fields: Iterable[Slice]) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield column, tag and value of what has a line by itself in those fields."""
    for tag, body in fields:
        if tag in _LOCAL:
            yield "local", tag, body[2:]
        elif tag != _TITLE:
            for name in _PUBLISHER.findall(body):
                yield "publisher", tag, name
        elif _RESPONSIBILITY in body:
            yield "title", tag, body[2:].partition(_RESPONSIBILITY)[0]
