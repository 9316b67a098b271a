"""Bring XML into UTF-8, so that its records can be found by their bytes."""

import codecs
from collections.abc import Iterable, Iterator

from almandine.formats.intake.unreadable import Unreadable


def in_utf8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Rewrite a text piece by piece.

    The declaration goes on naming the former encoding; who reads the records does not
    ask it. What already is UTF-8 passes as it is: a damaged record is set aside when it
    is read, and does not cost the others.

    Raises:
        Unreadable: when the bytes are no text in that encoding.
    """
    if encoding in {"utf-8", "ascii"}:
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode()
            done += len(piece)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise Unreadable(
            f"near byte {done:,} it is not in {encoding}, as it says; save it as UTF-8"
        ) from None
