"""6XX to 8XX: subjects, further names, related records, links."""

from typing import Final

from almandine.records.sample import ids
from almandine.records.sample.chance import Chance
from almandine.records.sample.fields.description import body_name, inverted, series
from almandine.records.sample.fields.numbers import Slices
from almandine.records.sample.subjects import SUBDIVISIONS, SUBJECTS
from almandine.records.sample.title import Title, person

_GENRES: Final = (
    b" 7\x1faElectronic books.\x1f2lcgft",
    b" 7\x1faHistory.\x1f2fast",
    b" 7\x1faIllustrated works.\x1f2lcgft",
    b" 7\x1faStatistics.\x1f2lcgft",
    b" 7\x1faConference papers and proceedings.\x1f2lcgft",
    b" 7\x1faInformational works.\x1f2lcgft",
)
_ROLES: Final = (b"editor", b"translator", b"illustrator", b"writer of foreword")


def subjects(title: Title, chance: Chance) -> Slices:
    """Yield 600 to 655."""
    if title.brief:
        return
    subject = title.subject
    area = title.language.area
    if chance.often(100):
        name = inverted(person(chance, title.language))
        years = (chance.between(1700, 1800), chance.between(1801, 1870))
        yield b"600", b"10\x1fa%b,\x1fd%d-%d." % (name, *years)
    if chance.often(120):
        yield b"610", b"20\x1fa%b\x1fxHistory." % body_name(title, chance)
    yield (
        b"650",
        b" 0\x1fa%b\x1fz%b%b"
        % (
            subject.heading,
            area,
            chance.pick(SUBDIVISIONS),
        ),
    )
    for _ in range(chance.below(4)):
        yield b"650", _further_subject(title, chance)
    if chance.often(300):
        yield b"651", b" 0\x1fa%b%b" % (area, chance.pick(SUBDIVISIONS))
    for _ in range(chance.below(3)):
        yield b"655", chance.pick(_GENRES)


def _further_subject(title: Title, chance: Chance) -> bytes:
    if chance.often(400):
        return b" 7\x1fa%b.\x1f2fast" % title.subject.heading
    other = chance.pick(SUBJECTS)
    return b" 0\x1fa%b%b" % (other.related, chance.pick(SUBDIVISIONS))


def added_entries(title: Title, chance: Chance) -> Slices:
    """Yield 700 to 830."""
    if title.brief:
        return
    if chance.often(400):
        for _ in range(chance.between(1, 3)):
            name = inverted(person(chance, title.language))
            yield b"700", b"1 \x1fa%b,\x1fe%b." % (name, chance.pick(_ROLES))
    if chance.often(350):
        yield b"710", b"2 \x1fa%b,\x1feissuing body." % body_name(title, chance)
    if title.form.electronic or chance.often(80):
        yield b"776", _other_form(title)
    if name := series(title):
        yield b"830", b" 0\x1fa%b ;\x1fv%d." % (name, title.identity % 90 + 1)


def _other_form(title: Title) -> bytes:
    kind = b"Print version:" if title.form.electronic else b"Online version:"
    isbn = ids.isbn(title.identity + 500_000_000)
    return b"08\x1fi%b\x1ft%b\x1fz%b" % (kind, title.heading.latin, isbn)


def links(title: Title, chance: Chance) -> Slices:
    """Yield 856."""
    number = title.identity
    if title.form.electronic:
        yield b"856", b"40\x1fuhttps://reader.example/title/%d\x1fzFull text" % number
    elif not title.brief and chance.often(200):
        yield (
            b"856",
            b"42\x1f3Table of contents\x1fuhttps://contents.example/%d.pdf" % number,
        )
