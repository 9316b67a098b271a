# Compiled as it is, where the set-up can: ADR 0033.
"""The words of bibs, kept in step with their bytes."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, select

from almandine.records.bib import Bib
from almandine.records.marc.charset import charset_of
from almandine.store.records.bib_edits import Edit
from almandine.store.records.bib_rows import is_iso2709
from almandine.store.records.bib_words import WORD_COLUMNS, bib_words, lines_in_each
from almandine.store.records.scope import Scope
from almandine.store.rows import Rows
from almandine.store.tables.records import bib_text
from almandine.store.words import change_lines

_NO_WORDS: Final[Mapping[str, str]] = dict.fromkeys(WORD_COLUMNS, "")

_Lines = Mapping[str, list[str]]
_Change = tuple[_Lines, _Lines]
"""Lines that go and lines that come, by column."""


def edited_texts(scope: Scope, edits: Sequence[Edit]) -> Rows:
    """Return the words of bibs as their fields changed, where that tells them.

    To spell the words of all fields anew costs more than all the rest of an edit.
    """
    changes = _changes([one for one in edits if one.fields is not None])
    columns = tuple(
        name
        for name in WORD_COLUMNS
        if any(name in lines for change in changes.values() for lines in change)
    )
    stored = scope.rows(_reading(columns), bib_text.c.mms_id, list(changes))
    return [
        {"mms_id": mms_id, **dict(zip(columns, changed, strict=True))}
        for mms_id, *texts in stored
        if (changed := _changed(columns, texts, changes[mms_id])) is not None
    ]


def store_texts(scope: Scope, edits: Sequence[Edit], texts: Rows) -> None:
    """Store the words of edited bibs: these, and those of the others anew."""
    if texts and len(texts[0]) > 1:
        scope.change(bib_text, texts)
    done = {row["mms_id"] for row in texts}
    others = [one.bib for one in edits if one.bib.mms_id not in done]
    scope.put(bib_text, [text_of(one) for one in others])


def _changes(edits: Sequence[Edit]) -> Mapping[str, _Change]:
    """Return by id the lines of those fields that go and come."""
    fields = [one.fields.content for one in edits if one.fields is not None]
    charsets = [charset_of(one.bib.marc) for one in edits]
    gone = lines_in_each(zip([one.gone for one in fields], charsets, strict=True))
    come = lines_in_each(zip([one.come for one in fields], charsets, strict=True))
    ids = [one.bib.mms_id for one in edits]
    return dict(zip(ids, zip(gone, come, strict=True), strict=True))


def _changed(
    columns: Sequence[str], texts: Sequence[str], change: _Change
) -> list[str] | None:
    """Return the columns as they are to be; None when they are not as they should."""
    gone, come = change
    made = [
        change_lines(text, gone.get(name, ()), come.get(name, ()))
        for name, text in zip(columns, texts, strict=True)
    ]
    return [text for text in made if text is not None] if None not in made else None


@cache
def _reading(columns: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return select(bib_text.c.mms_id, *(bib_text.c[name] for name in columns))


def text_of(one: Bib) -> dict[str, Any]:
    """Return the row of a bib's words."""
    words = bib_words(one.marc) if is_iso2709(one.marc) else _NO_WORDS
    return {"mms_id": one.mms_id, **words}
