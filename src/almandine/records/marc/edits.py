# Compiled as it is, where the set-up can: ADR 0033.
"""Splice edits: bytes in, bytes out, untouched fields preserved byte for byte.

Every edit takes the raw bytes of a sound record and returns those of a sound record;
an edit that changes nothing returns the very bytes it was given. The directory, the
record length and the base address are written anew.

One rule about character sets: when the fields of a record hold text beyond ASCII that
is UTF-8, leader position 9 becomes `a`. If such text enters a MARC-8 record, all its
fields are converted with it: a record has one character set, and UTF-8 is the one that
can hold everything.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from almandine.records.marc.charset import UNICODE_FLAG, Charset, charset_of
from almandine.records.marc.fields import Field, Record, control_field
from almandine.records.marc.layout import (
    ENTRY_LENGTH,
    FIELD_END,
    LEADER_LENGTH,
    MAX_FIELD,
    MAX_RECORD,
    RECORD_END,
    TAG_LENGTH,
    Slice,
)
from almandine.records.marc.loops import laid_out
from almandine.records.marc.structure import (
    Regular,
    Sound,
    base_address,
    is_regular,
    slices,
)

_CHARSET_AT: Final = 9
_TAGS_KEPT: Final = 2_000
"""Tags whose bytes are remembered: more than there are, but for broken records."""


class TooLongForIso2709(ValueError):  # noqa: N818 - says what is the matter
    """A record over 99,999 bytes, or a field over 9,999: the format has no room."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} bytes where ISO 2709 has room for {limit}")
        self.length = length
        self.limit = limit


def assemble(leader: bytes, fields: Sequence[Slice]) -> Sound:
    """Write a record from the 24 bytes of a leader and the fields, in this order.

    Raises:
        TooLongForIso2709: when a field or the record has no room in the format.
    """
    return _known(_record(leader, fields), fields)


def _known(raw: bytes, fields: Sequence[Slice]) -> Sound:
    """Return a record of fields that lie one behind the other."""
    # No field has a terminator of its own, nor has a tag.
    kind = Regular if raw.count(FIELD_END) == len(fields) + 1 else Sound
    return kind.of(raw, fields)


def with_leader(raw: bytes, leader: bytes) -> Sound:
    """Return a record with another leader, but for the numbers that lay it out.

    Its fields must be in the character set that the leader says.
    """
    head = raw[:5] + leader[5:12] + raw[12:17] + leader[17:LEADER_LENGTH]
    kind = Regular if is_regular(raw) else Sound
    return kind.of(head + raw[LEADER_LENGTH:], slices(raw))


def _record(
    leader: bytes, fields: Sequence[Slice], directory: bytes = b"", data: bytes = b""
) -> bytes:
    """Write a record of fields, behind those that are laid out already."""
    laid = laid_out(fields, start=len(data))
    if laid is None:
        raise _no_room(fields, len(directory) + len(data))
    base = LEADER_LENGTH + len(directory) + len(laid[0]) + 1
    if (length := base + len(data) + len(laid[1]) + 1) > MAX_RECORD:
        raise TooLongForIso2709(length, MAX_RECORD)
    head = b"%05d%b%05d%b" % (length, leader[5:12], base, leader[17:LEADER_LENGTH])
    return b"".join((head, directory, laid[0], FIELD_END, data, laid[1], RECORD_END))


def _no_room(fields: Sequence[Slice], before: int) -> TooLongForIso2709:
    """Say which it is that has no room: a field, or else the record."""
    lengths = [len(body) + 1 for _, body in fields]
    if (longest := max(lengths, default=0)) > MAX_FIELD:
        return TooLongForIso2709(longest, MAX_FIELD)
    own = sum(lengths) + ENTRY_LENGTH * len(fields)
    return TooLongForIso2709(LEADER_LENGTH + before + own + 2, MAX_RECORD)


def from_fields(leader: str, fields: Iterable[Field]) -> bytes:
    """Write a UTF-8 record; lengths in the leader are overwritten.

    Raises:
        TooLongForIso2709: when a field or the record has no room in the format.
    """
    head = leader.encode("latin-1", "replace")
    flagged = head[:_CHARSET_AT] + UNICODE_FLAG + head[_CHARSET_AT + 1 :]
    return assemble(flagged, [_as_slice(field.in_unicode()) for field in fields])


def replace_fields(raw: bytes, tag: str, fields: Sequence[Field]) -> bytes:
    """Put `fields` where the first field with this tag stood, and drop the others.

    Without such a field they go where `insert` would put them.
    """
    name = _name(tag)
    before = slices(raw)
    at = next((i for i, (other, _) in enumerate(before) if other == name), None)
    if at is None:
        return _insert_all(raw, before, name, fields) if fields else raw
    rest = [field for field in before[at:] if field[0] != name]
    return _splice(raw, before[:at], fields, rest)


def remove(raw: bytes, *tags: str) -> bytes:
    """Drop every field with one of these tags."""
    names = {_name(tag) for tag in tags}
    before = slices(raw)
    kept = [field for field in before if field[0] not in names]
    return raw if len(kept) == len(before) else _splice(raw, kept, (), ())


def remove_where(raw: bytes, unwanted: Callable[[Field], bool]) -> bytes:
    """Drop every field of which `unwanted` is true."""
    before = Record(raw).fields()
    kept = [_as_slice(field) for field in before if not unwanted(field)]
    return raw if len(kept) == len(before) else _splice(raw, kept, (), ())


def insert(raw: bytes, field: Field) -> bytes:
    """Put a field behind the last of its tag, else before the first greater tag."""
    return _insert_all(raw, slices(raw), _name(field.tag), [field])


def append(raw: bytes, *fields: Field) -> bytes:
    """Put fields at the end; the old directory and data are kept as they lie."""
    if not fields:
        return raw
    new = [_as_slice(field) for field in fields]
    if not _keeps_charset(raw, (raw, *(body for _, body in new))):
        return _splice(raw, slices(raw), fields, ())
    base = base_address(raw)
    longer = _record(raw, new, raw[LEADER_LENGTH : base - 1], raw[base:-1])
    return _known(longer, [*raw.fields, *new]) if isinstance(raw, Regular) else longer


def set_control(raw: bytes, tag: str, text: str) -> bytes:
    """Give the record one control field with this tag and text."""
    return replace_fields(raw, tag, [control_field(tag, text)])


def set_leader(raw: bytes, position: int, text: str) -> bytes:
    """Overwrite leader characters from a position that is no length or address."""
    end = position + len(text)
    return raw[:position] + text.encode("ascii") + raw[end:]


def replace_all(raw: bytes, fields: Iterable[Field]) -> bytes:
    """Keep the leader, and let these be the fields, old ones and new ones alike."""
    return _splice(raw, (), list(fields), ())


def _insert_all(
    raw: bytes, before: Sequence[Slice], name: bytes, fields: Sequence[Field]
) -> bytes:
    same = [i for i, (tag, _) in enumerate(before, start=1) if tag == name]
    greater = [i for i, (tag, _) in enumerate(before) if tag > name]
    at = same[-1] if same else min(greater, default=len(before))
    return _splice(raw, before[:at], fields, before[at:])


def _splice(
    raw: bytes, head: Sequence[Slice], new: Sequence[Field], tail: Sequence[Slice]
) -> bytes:
    """Write the old fields of head and tail with the new ones between them."""
    leader = raw[:LEADER_LENGTH]
    spliced = [*head, *map(_as_slice, new), *tail]
    if _keeps_charset(leader, (body for _, body in spliced)):
        return assemble(leader, spliced)
    charset = charset_of(raw)
    fields = [*_read(head, charset), *new, *_read(tail, charset)]
    if any(_is_beyond_ascii(field) for field in fields):
        return from_fields(leader.decode("latin-1"), fields)
    return assemble(leader, spliced)


def _keeps_charset(leader: bytes, texts: Iterable[bytes]) -> bool:
    """Say whether no text can contradict the leader."""
    flag = leader[_CHARSET_AT : _CHARSET_AT + 1]
    return flag == UNICODE_FLAG or all(text.isascii() for text in texts)


def _is_beyond_ascii(field: Field) -> bool:
    return field.charset is Charset.UTF_8 and not field.body.isascii()


def _read(fields: Sequence[Slice], charset: Charset) -> list[Field]:
    return [Field(tag.decode("latin-1"), body, charset) for tag, body in fields]


def _as_slice(field: Field) -> Slice:
    return _name(field.tag), field.body


@lru_cache(maxsize=_TAGS_KEPT)
def _name(tag: str) -> bytes:
    name = tag.encode("latin-1", "replace")
    if len(name) != TAG_LENGTH:
        raise ValueError(f"a tag has three characters: {tag!r}")
    return name
