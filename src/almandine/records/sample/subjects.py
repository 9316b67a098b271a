"""What the works of the sample are about."""

from typing import Final, NamedTuple


class Subject(NamedTuple):
    """A topic, as catalogues express it."""

    heading: bytes
    related: bytes
    """A second heading that works on the topic often have."""
    lc_class: bytes
    """Library of Congress Classification."""
    dewey: bytes
    """Dewey Decimal Classification."""


SUBJECTS: Final = (
    Subject(b"Gardens", b"Landscape design", b"SB451", b"712"),
    Subject(b"Rivers", b"Inland navigation", b"GB1201", b"551.483"),
    Subject(b"Bridges", b"Civil engineering", b"TG15", b"624.2"),
    Subject(b"Cities and towns", b"Urbanization", b"HT111", b"307.76"),
    Subject(b"Schools", b"Education, Rural", b"LA11", b"371.009"),
    Subject(b"Forests and forestry", b"Timber", b"SD131", b"634.9"),
    Subject(b"Folk songs", b"Ballads", b"ML3545", b"782.42162"),
    Subject(b"Printing", b"Book industries and trade", b"Z124", b"686.209"),
    Subject(b"Commerce", b"Markets", b"HF352", b"381.09"),
    Subject(b"Railroads", b"Transportation", b"HE1021", b"385.09"),
    Subject(b"Glass manufacture", b"Handicraft", b"TP849", b"666.109"),
    Subject(b"Bee culture", b"Honey", b"SF523", b"638.1"),
)
"""In the order in which every language lists its topics."""

SUBDIVISIONS: Final = (
    b"\x1fxHistory.",
    b"\x1fxHistory\x1fy19th century.",
    b"\x1fxHistory\x1fy20th century.",
    b"\x1fxSocial aspects.",
    b"\x1fxEconomic aspects.",
    b"\x1fxLaw and legislation.",
    b"\x1fvCase studies.",
    b"\x1fvBibliography.",
    b"\x1fvPictorial works.",
    b".",
)
"""Endings of a topical heading."""
