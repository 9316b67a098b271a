"""880: the title page in its own script."""

from almandine.records.sample.fields.numbers import Slices
from almandine.records.sample.title import Title


def originals(title: Title) -> Slices:
    """Yield the originals of 100, 245 and 264, in the order of their links."""
    if not title.heading.original:
        return
    script = title.language.script
    family, given = title.author
    if not title.form.serial:
        name = b"%b, %b" % (family.original, given.original)
        yield b"880", b"1 \x1f6100-01%b\x1fa%b." % (script, name)
    said = title.language.name(family, given).original
    facts = (script, title.heading.original, said)
    yield b"880", b"10\x1f6245-02%b\x1fa%b /\x1fc%b." % facts
    place = (script, title.city.original, title.house.original, title.year)
    yield b"880", b" 1\x1f6264-03%b\x1fa%b :\x1fb%b,\x1fc%d." % place
