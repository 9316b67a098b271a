# Compiled as it is, where the set-up can: ADR 0033.
"""Whether given bytes keep to the layout of a record, and which fields they hold."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from struct import Struct, unpack
from typing import Final, Self

from almandine.records.marc.layout import (
    ENTRY_LENGTH,
    FIELD_END,
    LEADER_LENGTH,
    LENGTH_UNIT,
    RECORD_END,
    Slice,
)
from almandine.records.marc.loops import regular_fields, split_fields

# A leader, the end of an empty directory, the end of the record.
_SHORTEST: Final = LEADER_LENGTH + 2
_ENTRY: Final = Struct("3s4s5s")
_TAGGED: Final = Struct("3s9s")
_TAG_OF_ENTRY: Final = "3s9x"


def base_address(raw: bytes) -> int:
    """Return where the first field begins."""
    return int(raw[12:17])


def entries(raw: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Return the directory of a sound record as (tag, length, start), all digits."""
    return _ENTRY.iter_unpack(raw[LEADER_LENGTH : base_address(raw) - 1])


class Sound(bytes):
    """A sound record that remembers its fields: many look at them, one after another.

    To tell the fields apart costs more than most of what is done with them.
    """

    @cached_property
    def fields(self) -> Sequence[Slice]:
        """The fields in directory order."""
        return _told_apart(self)

    @classmethod
    def of(cls, raw: bytes, fields: Sequence[Slice]) -> Self:
        """Return a record whose fields are known."""
        record = cls(raw)
        record.fields = fields
        return record


class Regular(Sound):
    """A sound record whose bytes split into its fields, which is known of it.

    To see that takes a quarter of the time in which a record is written as MARCXML, so
    whoever has seen it says so by this type. See `is_regular`.
    """

    @cached_property
    def fields(self) -> Sequence[Slice]:
        """The fields in directory order, which is that of the data."""
        return split_fields(self)


def examined(raw: bytes) -> Sound | str:
    """Return a record if it is sound, else say what is wrong with it."""
    if isinstance(raw, Sound):
        return raw
    fields = regular_fields(raw)
    if fields is not None:
        return Regular.of(raw, fields)
    return fault(raw) or Sound(raw)


def tags(raw: bytes) -> tuple[bytes, ...]:
    """Return the tag of each field of a sound record, in directory order."""
    directory = raw[LEADER_LENGTH : base_address(raw) - 1]
    return unpack(_TAG_OF_ENTRY * (len(directory) // ENTRY_LENGTH), directory)


def slices(raw: bytes) -> Sequence[Slice]:
    """Return each field of a sound record, in directory order.

    That is the order of meaning; the data may lie in another.
    """
    return raw.fields if isinstance(raw, Sound) else _told_apart(raw)


def _told_apart(raw: bytes) -> Sequence[Slice]:
    base = base_address(raw)
    data = raw[base:]
    found: list[Slice] = []
    for tag, numbers in _TAGGED.iter_unpack(raw[LEADER_LENGTH : base - 1]):
        length, begin = divmod(int(numbers), LENGTH_UNIT)
        found.append((tag, data[begin : begin + length - 1]))
    return found


def is_regular(raw: bytes) -> bool:
    """Say whether a record is sound and its bytes split into its fields.

    True when the directory names all fields in the order of the data and no field
    holds a terminator of its own. The common case, and the only one worth speed: a
    record may be sound without being regular.
    """
    return isinstance(raw, Regular) or regular_fields(raw) is not None


def fault(raw: bytes) -> str | None:
    """Say what is wrong with a record, or None when it is sound.

    Sound means that every byte the directory promises is there. A field may hold
    terminators and escapes, fields may lie in any order, and text may be in any
    character set or none.
    """
    return _leader_fault(raw) or _directory_fault(raw)


def _leader_fault(raw: bytes) -> str | None:
    if not raw.endswith(RECORD_END):
        return "no record terminator"
    if len(raw) < _SHORTEST:
        return f"{len(raw)} bytes are too few for a record"
    if not raw[:5].isdigit():
        return "the record length is not a number"
    if int(raw[:5]) != len(raw):
        return f"the leader says {int(raw[:5])} bytes, the record has {len(raw)}"
    return _base_fault(raw)


def _base_fault(raw: bytes) -> str | None:
    if not raw[12:17].isdigit():
        return "the base address is not a number"
    base = base_address(raw)
    if not LEADER_LENGTH < base < len(raw) or raw[base - 1 : base] != FIELD_END:
        return f"no directory ends at base address {base}"
    if (base - 1 - LEADER_LENGTH) % ENTRY_LENGTH:
        return "the directory is not a whole number of entries"
    return None


def _directory_fault(raw: bytes) -> str | None:
    base = base_address(raw)
    for tag, length, start in entries(raw):
        name = tag.decode("ascii", "backslashreplace")
        if not (length + start).isdigit():
            return f"length or start of field {name} is not a number"
        end = base + int(start) + int(length)
        if not int(length) or end >= len(raw):
            return f"field {name} lies outside the record"
        if raw[end - 1 : end] != FIELD_END:
            return f"field {name} does not end where the directory says"
    return None
