"""The holdings of the sample, each with its MARC holdings record."""

from collections.abc import Iterator
from typing import Final

from almandine.records.holding import Holding
from almandine.records.marc.edits import assemble
from almandine.records.sample import ids
from almandine.records.sample.call_number import call_number
from almandine.records.sample.shelves import Shelf, shelves

_LEADER: Final = b"00000n%b  a2200000un 4500"
_SCHEME: Final = "0"
"""Library of Congress Classification, as first indicator of 852."""
_FIXED: Final = b"1011252u    8   4001uueng0000000"
_CHANGED: Final = b"20260901120000.0"


def holdings(seed: int, count: int, *, first: int = 0) -> Iterator[Holding]:
    """Yield the holdings of `count` titles, beginning with the `first`-th."""
    for shelf in shelves(seed, count, first):
        number = shelf.title.number
        yield Holding(
            holding_id=ids.holding_id(number, shelf.rank),
            mms_id=ids.mms_id(number),
            marc=_marc(shelf),
            library=shelf.place.library,
            location=shelf.place.location,
            call_number_type=_SCHEME,
            call_number=b" ".join(call_number(shelf.title)).decode(),
            suppressed=shelf.title.suppressed,
        )


def _marc(shelf: Shelf) -> bytes:
    of = shelf.title
    fields = [
        (b"001", ids.holding_id(of.number, shelf.rank).encode()),
        (b"004", ids.mms_id(of.number).encode()),
        (b"005", _CHANGED),
        (b"008", _FIXED),
        (b"852", _location(shelf)),
    ]
    if of.form.serial:
        last = (shelf.items, of.year + shelf.items - 1)
        fields.append((b"866", b" 0\x1f80\x1fav.1 (%d)-v.%d (%d)" % (of.year, *last)))
    return assemble(_LEADER % (b"y" if of.form.serial else b"x"), fields)


def _location(shelf: Shelf) -> bytes:
    place = (shelf.place.library.encode(), shelf.place.location.encode())
    return b"0 \x1fb%b\x1fc%b\x1fh%b\x1fi%b" % (*place, *call_number(shelf.title))
