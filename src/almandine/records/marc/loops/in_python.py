"""The loops in Python, with as little as can be done for each field by itself."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, compress, count, islice
from operator import ne
from struct import Struct, unpack
from typing import Final, TypeVar

from almandine.records.marc.layout import (
    ENTRY_LENGTH,
    FIELD_END,
    LEADER_LENGTH,
    LENGTH_UNIT,
    MAX_FIELD,
    MAX_RECORD,
    RECORD_END,
    Slice,
)

T = TypeVar("T")

_TAG_OF_ENTRY: Final = "3s9x"
_ENTRY_IN_TWO: Final = "3s9s"
_NUMBERS: Final = Struct("3x9s")
_CONTROL: Final = b"00"
_DATA: Final = b"01"
"""Tags of data fields are not less."""
_FEW: Final = 9
"""Fields at the beginning among which control fields are looked for; most records have
five or six of them."""
_IMPROPER_CODE: Final = re.compile(rb"\x1f[^0-9a-z]")
_PLAIN: Final = re.compile(
    rb"(?:[0-9a-z ]{2}\x1f[0-9a-z]\s*+[^\x1e\x1f\s][^\x1e]*+\x1e)*+"
)
"""Data fields, each with a terminator, that nothing can be said against, but perhaps
for the codes of their later subfields: those are found faster by themselves."""
_CODE: Final = re.compile(rb"\x1f[^\x1e]?")
"""A subfield delimiter and its code."""


def regular_fields(raw: bytes) -> list[Slice] | None:
    """Return the fields of a record that is regular; None of any other bytes.

    Regular means sound, with all fields in the order of the directory, one behind the
    other, and no terminator within one.
    """
    head, *bodies = raw.split(FIELD_END)
    if not bodies or bodies.pop() != RECORD_END:
        return None
    if not _has_regular_head(raw, head, len(bodies)):
        return None
    entries = unpack(_ENTRY_IN_TWO * len(bodies), head[LEADER_LENGTH:])
    start = 0
    for numbers, body in zip(entries[1::2], bodies, strict=True):
        length = len(body) + 1
        if int(numbers) != length * LENGTH_UNIT + start:
            return None
        start += length
    return list(zip(entries[::2], bodies, strict=True))


def _has_regular_head(raw: bytes, head: bytes, fields: int) -> bool:
    """Check leader and directory against the number of fields."""
    return (
        len(head) == LEADER_LENGTH + ENTRY_LENGTH * fields
        and (head[:5] + head[12:17]).isdigit()
        and int(head[:5]) == len(raw)
        and int(head[12:17]) == len(head) + 1
        and _has_digits(head[LEADER_LENGTH:])
    )


def _has_digits(directory: bytes) -> bool:
    """Say whether lengths and starts are digits; `int` alone takes signs and blanks."""
    return directory.isdigit() or all(
        numbers.isdigit() for (numbers,) in _NUMBERS.iter_unpack(directory)
    )


def split_fields(raw: bytes) -> list[Slice]:
    """Return the fields of a record that is known to be regular."""
    directory, *bodies = raw[LEADER_LENGTH:-2].split(FIELD_END)
    tags = unpack(_TAG_OF_ENTRY * len(bodies), directory)
    return list(zip(tags, bodies, strict=True))


def with_tags(fields: Sequence[Slice], tags: AbstractSet[bytes]) -> list[Slice]:
    """Return the fields that have one of these tags, in order."""
    return [field for field in fields if field[0] in tags]


def has_plain_fields(raw: bytes, fields: Sequence[Slice]) -> bool:
    """Say at a stroke that no field has anything wrong with it, as in most records.

    That is: control fields come first, at most nine, and hold something; each data
    field has two proper indicators, a first subfield that holds something, and only
    proper codes. Proper is a digit or a small letter, as an indicator a blank too.

    Args:
        raw: A regular record.
        fields: Its fields.
    """
    control = [body for tag, body in fields[:_FEW] if tag.startswith(_CONTROL)]
    behind = [tag for tag, _ in fields[len(control) :]]
    if min(behind, default=b"") < _DATA:
        return False
    # All at once, as they lie there.
    begin = int(raw[12:17]) + len(FIELD_END.join([*control, b""]))
    return (
        _IMPROPER_CODE.search(raw, begin) is None
        and _PLAIN.fullmatch(raw, begin, len(raw) - 1) is not None
        and all(map(bytes.strip, control))
    )


def ends_alike(some: Sequence[Slice], others: Sequence[Slice]) -> tuple[int, int]:
    """Return how many fields are the same at the beginning, and behind it at the end.

    No field counts for both.
    """
    head = _alike(some, others)
    return head, _alike(some[head:][::-1], others[head:][::-1])


def _alike(some: Sequence[Slice], others: Sequence[Slice]) -> int:
    differs = map(ne, some, others)
    return next(compress(count(), differs), min(len(some), len(others)))


def parted(
    fields: Sequence[Slice],
    of_tag: Mapping[bytes, T | None],
    of_body: Callable[[bytes], T],
    wanted: T,
) -> tuple[list[Slice], list[Slice]]:
    """Return the fields of which a value is the wanted one, and the others, in order.

    Args:
        fields: Of a record.
        of_tag: The value of the fields with a tag; None where the body decides.
        of_body: The value of such a field.
        wanted: One and the same object.
    """
    values = [of_tag[tag] or of_body(body) for tag, body in fields]
    both = list(zip(fields, values, strict=True))
    return (
        [field for field, value in both if value is wanted],
        [field for field, value in both if value is not wanted],
    )


def laid_out(fields: Sequence[Slice], start: int = 0) -> tuple[bytes, bytes] | None:
    """Return directory and data of fields, without the terminators of both.

    Each field has its own terminator. None where one has no room in the format.

    Args:
        fields: In their order.
        start: Where their data begins, in bytes behind the base address.
    """
    data = FIELD_END.join([*[body for _, body in fields], b""])
    lengths = [len(body) + 1 for _, body in fields]
    if max(lengths, default=0) > MAX_FIELD or start + len(data) > MAX_RECORD:
        return None
    starts = accumulate(lengths, initial=start)
    directory = [
        tag + b"%09d" % (length * LENGTH_UNIT + begin)
        for (tag, _), length, begin in zip(fields, lengths, starts, strict=False)
    ]
    return b"".join(directory), data


class Folding:
    """Spells UTF-8 as it is searched by words.

    Many values at once cost little more than one: the work is done on all of them
    together, and only those beyond ASCII take the slow way.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        """Take the slow way, which is right for any text.

        Args:
            fold: Makes letters alike, and blanks of what is neither letter nor digit;
                terminators of fields stay. What it makes of a character below U+0370
                does not depend on those beside it.
        """
        self._fold = fold
        ascii_bytes = bytes(range(128))
        folded = "".join(fold(chr(code)) for code in ascii_bytes).encode()
        self._ascii = bytes.maketrans(ascii_bytes, folded)

    def words(self, values: Sequence[bytes]) -> list[str]:
        """Return the words of each value, one blank between them.

        A subfield's delimiter and code do not belong to its text.
        """
        joined = FIELD_END.join(values)
        if joined.count(FIELD_END) >= max(1, len(values)):
            return self.words([value.replace(FIELD_END, b" ") for value in values])
        if joined.isascii():
            text = _CODE.sub(b" ", joined).translate(self._ascii)
            return _cut(text) if values else []
        plain = iter(self.words([value for value in values if value.isascii()]))
        others = iter(self._others([value for value in values if not value.isascii()]))
        return [next(plain if value.isascii() else others) for value in values]

    def lines(
        self, records: Iterable[Sequence[Slice]], columns: dict[bytes, str]
    ) -> list[tuple[list[str], dict[str, list[str]]]]:
        """Return the words of each record's data fields, and by column those of some.

        Args:
            records: Fields of each, in UTF-8.
            columns: By tag; fields with another one have none.
        """
        each = [
            [field for field in fields if not field[0].startswith(_CONTROL)]
            for fields in records
        ]
        words = iter(self.words([body[2:] for fields in each for _, body in fields]))
        return [
            _lines(fields, list(islice(words, len(fields))), columns) for fields in each
        ]

    def _others(self, values: Sequence[bytes]) -> list[str]:
        text = _CODE.sub(b" ", FIELD_END.join(values)).decode("utf-8", "replace")
        return _cut(self._fold(text).encode())


def _lines(
    fields: Sequence[Slice], every: list[str], columns: dict[bytes, str]
) -> tuple[list[str], dict[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for (tag, _), words in zip(fields, every, strict=True):
        if column := columns.get(tag):
            found.setdefault(column, []).append(words)
    return every, found


def _cut(folded: bytes) -> list[str]:
    """Cut folded text into the values it was joined of, single blanks in each."""
    tokens = folded.replace(FIELD_END, b" \x1e ").split()
    return [value.strip(" ") for value in b" ".join(tokens).decode().split("\x1e")]
