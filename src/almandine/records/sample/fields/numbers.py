"""0XX: control numbers, coded data, standard numbers, classification."""

from collections.abc import Iterator
from typing import Final

from almandine.records.sample import ids
from almandine.records.sample.call_number import call_number
from almandine.records.sample.chance import Chance
from almandine.records.sample.title import Title

Slices = Iterator[tuple[bytes, bytes]]
"""Tags and bodies of fields."""

_FIRST_ISBNS: Final = 1970
_CATALOGUERS: Final = (b"eng", b"eng", b"eng", b"ger", b"fre")
"""Languages of cataloguing."""


def control_fields(title: Title, control_number: bytes, chance: Chance) -> Slices:
    """Yield 001 to 008."""
    yield b"001", control_number
    if chance.often(560):
        yield b"003", b"OCoLC"
    day = (chance.between(20, 26), chance.between(1, 9), chance.between(1, 28))
    time = (chance.below(24), chance.below(60), chance.below(60))
    yield b"005", b"20%02d%02d%02d%02d%02d%02d.0" % (*day, *time)
    if title.form.electronic:
        yield b"006", b"m     o  d        "
        yield b"007", b"cr cnu---unuuu"
    yield b"008", _fixed_data(title, chance)


def _fixed_data(title: Title, chance: Chance) -> bytes:
    entered = (chance.below(26), chance.between(1, 12), chance.between(1, 28))
    dates = b"c%d9999" if title.form.serial else b"s%d    "
    language = title.language
    return b"%02d%02d%02d%b%b%b%b d" % (
        *entered,
        dates % title.year,
        language.country,
        title.form.fixed,
        b"zxx" if title.form.score else language.code,
    )


def standard_numbers(title: Title, chance: Chance) -> Slices:
    """Yield 010 to 035."""
    if chance.often(230):
        yield b"010", b"  \x1fa  %d%06d" % (title.year, title.identity % 10**6)
    if title.form.serial:
        yield b"022", b"0 \x1fa" + ids.issn(title.identity)
    elif title.form.score:
        yield b"024", b"2 \x1faM%09d" % title.identity
    elif title.form.chart:
        yield b"034", b"1 \x1faa\x1fb%d000" % chance.between(10, 500)
    elif title.year >= _FIRST_ISBNS:
        yield from _isbns(title, chance)
    number = ids.oclc(title.identity)
    yield b"035", b"  \x1fa(OCoLC)" + number
    if chance.often(400):
        yield b"035", b"  \x1fa(ALM)%d-almdb" % chance.between(10**6, 10**7)


def _isbns(title: Title, chance: Chance) -> Slices:
    isbn = ids.isbn(title.identity)
    yield b"020", b"  \x1fa%b\x1fq(hardback)" % isbn
    if chance.often(400):
        yield b"020", b"  \x1fz%b\x1fq(e-book)" % ids.isbn(title.identity + 500_000_000)


def origins(title: Title, chance: Chance) -> Slices:
    """Yield 040 to 082."""
    yield (
        b"040",
        b"  \x1faALM\x1fb%b\x1ferda\x1fcALM\x1fdALM" % chance.pick(_CATALOGUERS),
    )
    if title.brief:
        return
    if chance.often(80):
        yield b"041", b"1 \x1faeng\x1fh" + title.language.code
    if chance.often(510):
        yield b"043", b"  \x1fa" + title.language.area_code
    shelf = call_number(title)
    if chance.often(600):
        yield b"050", b" 4\x1fa%b\x1fb%b" % shelf
    if chance.often(400):
        yield b"082", b"04\x1fa%b\x1f223" % title.subject.dewey
