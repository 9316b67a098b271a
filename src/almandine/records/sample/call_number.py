"""Where a title stands on the shelf."""

from almandine.records.sample.title import Title


def call_number(title: Title) -> tuple[bytes, bytes]:
    """Return class and item number, of the Library of Congress's kind."""
    family = title.author.family.latin
    initial = family[:1] if family[:1].isascii() else b"X"
    cutter = title.identity % 89 + 11
    return title.subject.lc_class, b".%b%d %d" % (initial.upper(), cutter, title.year)
