"""A title of the sample: what its bib, holdings, items and portfolio agree on.

Title `n` is a function of the seed and `n` alone. A few titles are second records of
the work of the title before them, with the same standard numbers: every catalogue has
some, and jobs exist to find them.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from almandine.records.sample.chance import Chance
from almandine.records.sample.forms import FORMS, Form
from almandine.records.sample.language import Language, Word
from almandine.records.sample.languages import ENGLISH, LATIN, ORIGINAL_SCRIPT
from almandine.records.sample.subjects import SUBJECTS, Subject


class Mix(NamedTuple):
    """How often something unusual comes, per thousand titles."""

    original_script: int
    duplicate: int
    suppressed: int


INSTITUTION_MIX: Final = Mix(original_script=30, duplicate=5, suppressed=20)
"""Other scripts oftener than in real catalogues (10), to be seen at first glance."""


class Person(NamedTuple):
    """A name in two parts."""

    family: Word
    given: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A work in one form, as the institution has it."""

    number: int
    """Place in the sample, from 0."""
    identity: int
    """What standard numbers are made of; duplicates share it."""
    form: Form
    language: Language
    topic: int
    """Index of the subject, and of the word for it in the language."""
    heading: Word
    """The title proper."""
    author: Person
    city: Word
    house: Word
    """The publisher."""
    year: int
    chapters: int
    """How many chapters the contents note lists; what makes a record long."""
    brief: bool
    """Whether the record has no more than the least."""
    suppressed: bool

    @property
    def subject(self) -> Subject:
        """What the work is about."""
        return SUBJECTS[self.topic]


def title(seed: int, number: int, mix: Mix = INSTITUTION_MIX) -> Title:
    """Make the title at a place of the sample."""
    chance = Chance(seed, "title", number)
    suppressed = chance.often(mix.suppressed)
    if number and chance.often(mix.duplicate):
        return _work(seed, number, number - 1, mix, suppressed=suppressed)
    return _work(seed, number, number, mix, suppressed=suppressed)


def _work(
    seed: int, number: int, identity: int, mix: Mix, *, suppressed: bool
) -> Title:
    chance = Chance(seed, "work", identity)
    form = chance.pick(FORMS)
    language = ENGLISH if form.score else _language(chance, mix)
    topic = chance.below(len(SUBJECTS))
    return Title(
        number=number,
        identity=identity,
        form=form,
        language=language,
        topic=topic,
        heading=_score(chance)
        if form.score
        else _heading(chance, form, language, topic),
        author=person(chance, language),
        city=chance.pick(language.cities),
        house=language.house(chance.pick(language.families)),
        # Squared, so that recent years are the most frequent.
        year=2026 - chance.below(11) * chance.below(11) - chance.below(10),
        chapters=_chapters(chance),
        brief=chance.often(50),
        suppressed=suppressed,
    )


def _language(chance: Chance, mix: Mix) -> Language:
    original = chance.often(mix.original_script)
    return chance.pick(ORIGINAL_SCRIPT if original else LATIN)


def person(chance: Chance, language: Language) -> Person:
    """Make up a name."""
    return Person(chance.pick(language.families), chance.pick(language.givens))


def _heading(chance: Chance, form: Form, language: Language, topic: int) -> Word:
    head = chance.pick(language.heads)
    if form.serial:
        head = language.serial
    elif form.chart:
        head = language.chart
    return language.title(head, language.topics[topic], chance.pick(language.places))


_PIECES: Final = (b"Sonata", b"Quartet", b"Trio", b"Suite", b"Nocturne", b"Partita")
_KEYS: Final = (b"C major", b"D minor", b"E flat major", b"F major", b"G minor")
_PLAYERS: Final = (b"viola and piano", b"flute", b"strings", b"two harps", b"organ")


def _score(chance: Chance) -> Word:
    facts = (chance.pick(_PIECES), chance.between(1, 12), chance.pick(_KEYS))
    return Word(b"%b no. %d in %b, for %b" % (*facts, chance.pick(_PLAYERS)))


_CONTENTS: Final = ((700, 0, 0), (930, 5, 30), (978, 30, 70), (998, 70, 220))
"""How many of a thousand works list so many chapters at most, from and to."""
_ENDLESS: Final = (700, 2000)
"""The chapters of the few works that remain: 30 to 80 kB of them."""


def _chapters(chance: Chance) -> int:
    lot = chance.below(1000)
    for share, low, high in _CONTENTS:
        if lot < share:
            return chance.between(low, high)
    return chance.between(*_ENDLESS)
