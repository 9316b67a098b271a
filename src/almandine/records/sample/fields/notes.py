"""5XX: notes, from a line to a table of contents of many pages."""

from collections.abc import Iterator
from typing import Final

from almandine.records.sample.chance import Chance
from almandine.records.sample.fields.numbers import Slices
from almandine.records.sample.title import Title

_CHAPTERS_A_FIELD: Final = 75
"""So that no field outgrows the 9,999 bytes that a directory can express."""

_GENERAL: Final = (
    b"Description based on print version record.",
    b"Includes index.",
    b"Title from cover.",
    b"Issued also in another edition with different pagination.",
    b"Errata slip inserted.",
    b"Originally presented as the author's thesis.",
    b"Published on the occasion of an exhibition.",
    b"Text in two columns.",
    b"Reproduced from typescript.",
    b"Some plates folded.",
)
_SUBJECTS: Final = (
    b"The first part",
    b"The author",
    b"A closing essay",
    b"This volume",
    b"The second half of the book",
    b"An extensive appendix",
    b"The introduction",
)
_VERBS: Final = (
    b"follows the changing fortunes of",
    b"brings together little known sources on",
    b"questions what has long been taken for granted about",
    b"compares the legal footing of",
    b"describes the people who made a living from",
    b"traces how outsiders wrote about",
    b"sets out the economic weight of",
    b"gives a year by year account of",
)
_ENDINGS: Final = (
    b"from the first charters to the present.",
    b"in times of war and of scarcity.",
    b"on the basis of parish registers and account books.",
    b"and of the neighbouring valleys.",
    b"with tables, maps and a glossary.",
    b"as seen by three generations of travellers.",
    b"and asks what can still be learned from it.",
)
_CHAPTERS: Final = (
    b"The sources",
    b"Before the survey",
    b"Owners and tenants",
    b"A year of floods",
    b"Wages and prices",
    b"The women of the guild",
    b"Letters home",
    b"Roads, tolls and carriers",
    b"What the maps leave out",
    b"The great rebuilding",
    b"Apprentices",
    b"On the margins",
    b"Law and custom",
    b"Looking back",
)


def notes(title: Title, chance: Chance) -> Slices:
    """Yield 500 to 588."""
    if title.brief:
        return
    yield from _remarks(chance)
    if title.chapters:
        yield from _contents(title, chance)
    if title.form.electronic:
        yield b"506", b"  \x1faAccess restricted to members of the institution."
    if chance.often(420):
        yield b"520", b"  \x1fa" + b" ".join(_sentences(title, chance))
    yield from _closing(title, chance)


def _remarks(chance: Chance) -> Slices:
    for _ in range(chance.below(3)):
        yield b"500", b"  \x1fa" + chance.pick(_GENERAL)
    if chance.often(450):
        page = chance.between(40, 600)
        first = (page, page + chance.between(3, 20))
        yield (
            b"504",
            b"  \x1faIncludes bibliographical references (pages %d-%d) and index."
            % first,
        )


def _contents(title: Title, chance: Chance) -> Slices:
    for first in range(0, title.chapters, _CHAPTERS_A_FIELD):
        last = min(first + _CHAPTERS_A_FIELD, title.chapters)
        chapters = [_chapter(title, chance) for _ in range(first, last)]
        yield b"505", b"0 \x1fa%b." % b" -- ".join(chapters)


def _chapter(title: Title, chance: Chance) -> bytes:
    city = chance.pick(title.language.cities).latin
    return b"%b (%b, %d)" % (chance.pick(_CHAPTERS), city, chance.between(1400, 2020))


def _sentences(title: Title, chance: Chance) -> Iterator[bytes]:
    topic = title.subject.heading.lower()
    for _ in range(chance.between(3, 10)):
        words = (chance.pick(_SUBJECTS), chance.pick(_VERBS), topic)
        yield b"%b %b %b " % words + chance.pick(_ENDINGS)


def _closing(title: Title, chance: Chance) -> Slices:
    if title.form.electronic:
        yield b"538", b"  \x1faMode of access: World Wide Web."
    if chance.often(80):
        yield b"546", b"  \x1faIn %b, with a summary in English." % title.language.code
    if chance.often(60):
        yield b"588", b"0 \x1faOnline resource; title from title page (viewed 2026)."
