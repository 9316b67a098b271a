"""What holds for the members of any archive."""

from collections.abc import Iterator

from almandine.formats.intake.form import packing_of
from almandine.formats.intake.shelf import Incoming, Shelf, with_head
from almandine.formats.intake.unreadable import Unreadable


def kept(name: str, pieces: Iterator[bytes], shelf: Shelf) -> Incoming:
    """Put a member on the shelf.

    Raises:
        Unreadable: when it is an archive itself, or no file of records.
    """
    try:
        return shelf.keep(name, _unpacked(pieces))
    except Unreadable as wrong:
        raise Unreadable(f"{name!r} in it: {wrong}") from None


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    head, pieces = with_head(pieces)
    if packing_of(head) is not None:
        raise Unreadable("it is an archive itself; pack the files just once")
    return pieces
