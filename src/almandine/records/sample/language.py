"""A language: what titles, names and imprints in it are composed of.

All phrases are made up of interchangeable parts. The topics of every language are the
same twelve in the same order as `subjects.SUBJECTS`, so subject headings fit titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """A part of a phrase."""

    latin: bytes
    """In Latin letters: as written, or romanized."""
    original: bytes = b""
    """In the language's own script; empty where that is the Latin one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Parts of phrases in one language."""

    code: bytes
    """Three letters, MARC code list for languages."""
    country: bytes
    """Three characters, MARC code list for countries."""
    area: bytes
    """The area that most works are about, in English."""
    area_code: bytes
    """The same, MARC code list for geographic areas."""
    heads: tuple[Word, ...]
    serial: Word
    """The head that makes a title that of a serial."""
    chart: Word
    """The head that makes a title that of a map."""
    topics: tuple[Word, ...]
    places: tuple[Word, ...]
    families: tuple[Word, ...]
    givens: tuple[Word, ...]
    cities: tuple[Word, ...]
    publisher: Word
    """Name of a publishing house; `%b` stands for a family name."""
    head_last: bool = False
    """Whether a title reads place, topic, head."""
    family_first: bool = False
    """Whether a name is spoken family name first."""
    spaced: bool = True
    """Whether the own script parts words by spaces."""
    script: bytes = b""
    """How subfield $6 names the own script; empty where none is named."""

    def title(self, head: Word, topic: Word, place: Word) -> Word:
        """Compose a title."""
        parts = (place, topic, head) if self.head_last else (head, topic, place)
        return self._phrase(parts)

    def name(self, family: Word, given: Word) -> Word:
        """Compose a name in the order in which it is spoken."""
        return self._phrase((family, given) if self.family_first else (given, family))

    def house(self, family: Word) -> Word:
        """Compose the name of a publishing house."""
        latin, original = self.publisher
        return Word(latin % family.latin, original and original % family.original)

    def _phrase(self, parts: Sequence[Word]) -> Word:
        latin = b" ".join([part.latin for part in parts])
        if not parts[0].original:
            return Word(latin)
        space = b" " if self.spaced else b""
        return Word(latin, space.join([part.original for part in parts]))


def words(text: str) -> tuple[Word, ...]:
    """Read parts separated by semicolons, each `latin` or `latin=original`."""
    return tuple(word(part.strip()) for part in text.split(";"))


def word(text: str) -> Word:
    """Read one part."""
    latin, _, original = text.partition("=")
    return Word(" ".join(latin.split()).encode(), original.encode())


def compounds(firsts: str, lasts: str) -> tuple[Word, ...]:
    """Put every first syllable before every last one."""
    return tuple(
        Word((first + last).encode())
        for first in firsts.split()
        for last in lasts.split()
    )
