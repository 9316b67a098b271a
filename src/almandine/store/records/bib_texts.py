"""The words of bibs, kept in step with their bytes."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, select

from almandine.records.bib import Bib
from almandine.records.marc.charset import charset_of
from almandine.store.records.bib_edits import Edit
from almandine.store.records.bib_rows import is_iso2709
from almandine.store.records.bib_words import WORD_COLUMNS, bib_words, lines_in
from almandine.store.records.scope import Scope
from almandine.store.tables.records import bib_text
from almandine.store.words import change_lines

_NO_WORDS: Final[Mapping[str, str]] = dict.fromkeys(WORD_COLUMNS, "")

_Lines = Mapping[str, list[str]]
_Change = tuple[_Lines, _Lines]
"""Lines that go and lines that come, by column."""


def add_texts(scope: Scope, bibs: Sequence[Bib]) -> None:
    """Store the words of new bibs."""
    scope.add(bib_text, [_row(one) for one in bibs])


def edit_texts(scope: Scope, edits: Sequence[Edit]) -> None:
    """Change the words of bibs as their fields changed.

    To spell the words of all fields anew costs more than all the rest of an edit.
    """
    changes = {
        one.bib.mms_id: change for one in edits if (change := _change(one)) is not None
    }
    columns = tuple(
        name
        for name in WORD_COLUMNS
        if any(name in lines for change in changes.values() for lines in change)
    )
    stored = scope.rows(_reading(columns), bib_text.c.mms_id, list(changes))
    rows = [
        {"mms_id": mms_id, **dict(zip(columns, changed, strict=True))}
        for mms_id, *texts in stored
        if (changed := _changed(columns, texts, changes[mms_id])) is not None
    ]
    if columns:
        scope.change(bib_text, rows)
    done = {row["mms_id"] for row in rows}
    scope.put(bib_text, [_row(one.bib) for one in edits if one.bib.mms_id not in done])


def _change(edit: Edit) -> _Change | None:
    if edit.fields is None:
        return None
    charset = charset_of(edit.bib.marc)
    gone, come = (lines_in(fields, charset) for fields in edit.fields.content)
    return gone, come


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


def _row(one: Bib) -> dict[str, Any]:
    words = bib_words(one.marc) if is_iso2709(one.marc) else _NO_WORDS
    return {"mms_id": one.mms_id, **words}
