"""9XX: what the institution itself writes into its records."""

from typing import Final

from almandine.records.sample.chance import Chance
from almandine.records.sample.fields.numbers import Slices
from almandine.records.sample.title import Title

_PROJECTS: Final = (b"RETRO", b"WEEDING", b"DONATION", b"DIGITISE")


def local_fields(title: Title, chance: Chance) -> Slices:
    """Yield 907 to 999; at least one."""
    if not title.brief and chance.often(250):
        yield b"907", b"  \x1fa.b%07d\x1fbmain" % (title.identity * 7 % 10**7)
    if chance.often(120):
        day = (chance.between(2018, 2026), chance.between(1, 12))
        yield b"948", b"  \x1faLTI %d-%02d\x1fbbatch load" % day
    if chance.often(150):
        yield b"983", b"  \x1fa%b" % chance.pick(_PROJECTS)
    yield b"994", b"  \x1faC0\x1fbALM"
    if not title.brief and chance.often(200):
        yield b"999", b"  \x1fashelf list\x1fc%d" % chance.between(1, 9)
