"""Files of records that come in: unpacked safely, indexed, and read at any place.

Nothing of such a file is believed. What it is, its first bytes tell; what it unpacks to
is bounded; a file is taken whole or not at all, and a broken record in it costs none of
the others.
"""

from almandine.formats.intake.form import Format
from almandine.formats.intake.index import index
from almandine.formats.intake.places import Broken, Placed, Unsound
from almandine.formats.intake.reading import read
from almandine.formats.intake.rejected import rejected
from almandine.formats.intake.shelf import Incoming
from almandine.formats.intake.unpack import unpack
from almandine.formats.intake.unreadable import Unreadable

__all__ = [
    "Broken",
    "Format",
    "Incoming",
    "Placed",
    "Unreadable",
    "Unsound",
    "index",
    "read",
    "rejected",
    "unpack",
]
