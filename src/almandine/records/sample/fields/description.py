"""1XX to 490: who, what, where, when, and how much of it."""

from typing import Final

from almandine.records.sample.chance import Chance
from almandine.records.sample.fields.numbers import Slices
from almandine.records.sample.title import Person, Title

_TERMS: Final = (
    b"illustrations ;\x1fc24 cm",
    b"illustrations, maps ;\x1fc23 cm",
    b"portraits ;\x1fc21 cm",
    b"color illustrations ;\x1fc30 cm",
)
_EDITIONS: Final = (
    b"Second edition.",
    b"Third revised edition.",
    b"New edition, enlarged.",
    b"First paperback edition.",
)
_SUBTITLES: Final = (
    b"a study in regional history",
    b"sources and commentary",
    b"1750-1850",
    b"from the beginnings to the present day",
    b"a documentary record",
    b"people, places and ideas",
    b"an illustrated companion",
    b"with a register of names",
)
_SERIES: Final = (
    b"Studies in local history",
    b"Garnet monographs",
    b"Working papers",
    b"Landscapes and livelihoods",
    b"Occasional publications of the Institute",
    b"Texts and documents",
)
_BODIES: Final = (
    b"Society",
    b"Institute for Regional Studies",
    b"Historical Association",
    b"Department of Public Works",
    b"Chamber of Commerce",
)


def inverted(person: Person) -> bytes:
    """Return a name as headings have it, family name first."""
    return b"%b, %b" % (person.family.latin, person.given.latin)


def body_name(title: Title, chance: Chance) -> bytes:
    """Make up the name of a corporate body."""
    return b"%b %b" % (title.author.family.latin, chance.pick(_BODIES))


def link(title: Title, occurrence: int) -> bytes:
    """Return the subfield that ties a field to its original in 880, if there is one."""
    return b"\x1f6880-0%d" % occurrence if title.heading.original else b""


def main_entry(title: Title, chance: Chance) -> Slices:
    """Yield 100 or 110, and 240."""
    if title.form.serial:
        if chance.often(500):
            yield b"110", b"2 \x1fa%b." % body_name(title, chance)
    elif title.heading.original or chance.often(720):
        name = inverted(title.author)
        yield b"100", b"1 %b\x1fa%b,\x1feauthor." % (link(title, 1), name)
        if chance.often(40):
            yield b"240", b"10\x1fa%b.\x1flEnglish" % title.heading.latin


def titles(title: Title, chance: Chance) -> Slices:
    """Yield 245 and 246."""
    heading = title.heading.latin
    subtitle = chance.pick(_SUBTITLES)
    skip = 2 if heading.startswith(b"A ") else 0
    proper = b"%b :\x1fb%b" % (heading, subtitle) if chance.often(600) else heading
    said = b"" if title.form.serial else b" /\x1fcby " + spoken(title)
    yield b"245", b"1%d%b\x1fa%b%b." % (skip, link(title, 2), proper, said)
    if not title.brief and chance.often(300):
        yield b"246", b"30\x1fa" + subtitle.capitalize()


def spoken(title: Title) -> bytes:
    """Return the author's name as title pages have it."""
    return title.language.name(*title.author).latin


def imprint(title: Title, chance: Chance) -> Slices:
    """Yield 250 and 264."""
    if chance.often(110):
        yield b"250", b"  \x1fa" + chance.pick(_EDITIONS)
    year = b"%d-" % title.year if title.form.serial else b"%d." % title.year
    facts = (link(title, 3), title.city.latin, title.house.latin, year)
    yield b"264", b" 1%b\x1fa%b :\x1fb%b,\x1fc%b" % facts
    if not title.brief and chance.often(200):
        yield b"264", b" 4\x1fc\xc2\xa9%d" % title.year


def extent(title: Title, chance: Chance) -> Slices:
    """Yield 300 to 362."""
    if title.brief:
        return
    form = title.form
    if form.serial:
        yield b"300", b"  \x1favolumes ;\x1fc24 cm"
        yield b"310", b"  \x1faAnnual"
    elif form.chart:
        yield b"300", b"  \x1fa1 map :\x1fbcolor ;\x1fc60 x 80 cm"
    else:
        unit = b"1 online resource (%d pages)" if form.electronic else b"%d pages :"
        pages = unit % chance.between(48, 720)
        yield b"300", b"  \x1fa%b\x1fb%b" % (pages, chance.pick(_TERMS))
    yield from zip((b"336", b"337", b"338"), form.types, strict=True)
    if form.electronic:
        yield b"347", b"  \x1fatext file\x1fbPDF\x1f2rda"
    if form.serial:
        yield b"362", b"1 \x1faBegan in %d." % title.year


def series(title: Title) -> bytes:
    """Return the series that the work is part of; empty for most works."""
    return _SERIES[title.identity % 17] if title.identity % 17 < len(_SERIES) else b""


def series_statement(title: Title) -> Slices:
    """Yield 490."""
    if name := series(title):
        yield b"490", b"1 \x1fa%b ;\x1fvno. %d" % (name, title.identity % 90 + 1)
