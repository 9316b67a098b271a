"""The order of fields: in most real records tags do not rise steadily.

Cataloguers write notes and subjects in the order of their weight, and systems put the
fields they add where they like.
"""

from collections.abc import Sequence
from typing import Final

from almandine.records.sample.chance import Chance

Fields = list[tuple[bytes, bytes]]

UNSORTED: Final = 610
"""Records of a thousand in which some tag is lower than one before it."""

_HABITS: Final[Sequence[tuple[bytes, bytes, bytes]]] = (
    (b"008", b"008", b"005"),
    (b"040", b"040", b"020"),
    (b"504", b"588", b"500"),
    (b"520", b"520", b"500"),
    (b"651", b"651", b"650"),
    (b"907", b"999", b"100"),
)
"""First and last tag of what is put forward, and the tag it is put before.

Only the first is sure to have an effect: every record has 005 and 008.
"""


def as_found(fields: Fields, chance: Chance) -> Fields:
    """Put fields in rising order into the order in which one finds them."""
    if not chance.often(UNSORTED):
        return fields
    moved = _put_forward(fields, *chance.pick(_HABITS))
    return _put_forward(fields, *_HABITS[0]) if moved == fields else moved


def _put_forward(fields: Fields, first: bytes, last: bytes, before: bytes) -> Fields:
    low = [field for field in fields if field[0] < before]
    block = [field for field in fields if first <= field[0] <= last]
    rest = [
        field
        for field in fields
        if field[0] >= before and not first <= field[0] <= last
    ]
    return low + block + rest
