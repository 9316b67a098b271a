# Compiled as it is, where the set-up can: ADR 0033.
"""What was found out of bibs before the transaction that stores them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from almandine.records.bib import Bib
from almandine.store.records.bib_edits import Edit
from almandine.store.records.keys import KeyRow
from almandine.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is stored of a new bib."""

    bib: Bib
    row: Mapping[str, Any]
    text: Mapping[str, Any]
    """The row of its words."""
    keys: Collection[KeyRow]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of edits and of new bibs.

    Of an edit it counts where the bib is still what it was.
    """

    edits: Mapping[str, Edit]
    texts: Mapping[str, Mapping[str, Any]]
    """Rows of words, of those edits that tell them."""
    entries: Mapping[str, Entry]
    """Of new bibs, by id."""

    def keeps_keys(self, record_ids: Sequence[str]) -> bool:
        """Tell whether these, changed, are found by the numbers they were found by."""
        edits = map(self.edits.get, record_ids)
        return all(edit is not None and edit.keeps_keys for edit in edits)

    def edit_of(self, bib: Bib, before: bytes) -> Edit | None:
        """Return what is known of these new bytes in place of those."""
        known = self.edits.get(bib.mms_id)
        if known is None or known.bib is not bib or known.before != before:
            return None
        return known

    def entry_of(self, bib: Bib) -> Entry | None:
        """Return what is known of a new bib."""
        known = self.entries.get(bib.mms_id)
        return known if known is not None and known.bib is bib else None

    def texts_of(self, edits: Sequence[Edit]) -> Rows:
        """Return the rows of words of some of the edits."""
        ids = [one.bib.mms_id for one in edits]
        return [self.texts[one] for one in ids if one in self.texts]


UNPREPARED: Final = Prepared({}, {}, {})
