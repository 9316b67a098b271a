# Compiled as it is, where the set-up can: ADR 0033.
"""A lazy view of a record: the directory is read once, a field when asked for.

The view never assumes that tags are sorted (in real files most records have some that
are not) and keeps the order of the directory.
"""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from almandine.records.marc.charset import MARC_8, Charset, charset_of, decode
from almandine.records.marc.layout import DELIMITER, LEADER_LENGTH, Slice
from almandine.records.marc.structure import Sound, base_address, entries

BLANKS = "  "
_DELIMITER: Final = DELIMITER.decode()


Subfields = list[tuple[str, str]]
"""Code and text of each."""


class Field(NamedTuple):
    """One field; a tuple because a large file makes millions of them."""

    tag: str
    body: bytes
    """As stored, without the field terminator."""
    charset: Charset = Charset.UTF_8

    @property
    def is_control(self) -> bool:
        """Whether the field has neither indicators nor subfields."""
        return self.tag.startswith("00")

    @property
    def text(self) -> str:
        """The whole body; the value of a control field."""
        return decode(self.body, self.charset)

    @property
    def indicators(self) -> str:
        """Two characters, blank where the record has none."""
        head = self.body.partition(DELIMITER)[0]
        return (decode(head, self.charset) + BLANKS)[:2]

    @property
    def subfields(self) -> Subfields:
        """Code and text of each subfield, as `subfields_of` says."""
        return subfields_of(self.body, self.charset)

    def values(self, codes: str) -> list[str]:
        """Return the texts of the subfields with one of these codes, in order."""
        return [text for code, text in self.subfields if code in codes]

    def texts(self, codes: str) -> list[str]:
        """Return the same, each as `plain` has it; those that are empty left out."""
        return [kept for text in self.values(codes) if (kept := plain(text))]

    def in_unicode(self) -> "Field":
        """Return the same field in UTF-8."""
        if self.charset is Charset.UTF_8:
            return self
        parts = [decode(part, self.charset) for part in self.body.split(DELIMITER)]
        return Field(self.tag, DELIMITER.join(part.encode() for part in parts))


def subfields_of(body: bytes, charset: Charset) -> Subfields:
    """Return code and text of each subfield in the body of a field, in order.

    Text between indicators and first delimiter belongs to no subfield; rather than lose
    it, it is given under a blank code. A delimiter with nothing behind it begins no
    subfield.
    """
    if charset is MARC_8:
        return _marc8_subfields(body)
    head, *parts = body.decode("utf-8", "replace").split(_DELIMITER)
    found = [(part[0], part[1:]) for part in parts if part]
    return [(" ", stray), *found] if (stray := head[2:]) else found


def _marc8_subfields(body: bytes) -> Subfields:
    head, *parts = body.split(DELIMITER)
    stray = decode(head, MARC_8)[2:]
    # Separately: a mark at the head of the text must not slip onto the code.
    found = [
        (decode(part[:1], MARC_8), decode(part[1:], MARC_8)) for part in parts if part
    ]
    return [(" ", stray), *found] if stray else found


def plain(text: str) -> str:
    """Return a text as it is kept by itself.

    Without blanks around it, and without NUL, which not every database can hold.
    """
    return text.replace("\0", "").strip()


def control_field(tag: str, text: str) -> Field:
    """Make a control field."""
    return Field(tag, text.encode())


def data_field(
    tag: str, indicators: str, subfields: Iterable[tuple[str, str]]
) -> Field:
    """Make a data field."""
    parts = [indicators, *[code + text for code, text in subfields]]
    return Field(tag, _DELIMITER.join(parts).encode())


class Record:
    """A view of the bytes of one sound record."""

    __slots__ = ("_charset", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._charset: Charset | None = None

    @property
    def leader(self) -> str:
        """The 24 characters before the directory."""
        return self.raw[:LEADER_LENGTH].decode("ascii", "replace")

    @property
    def charset(self) -> Charset:
        """The character set in which the record is read."""
        if self._charset is None:
            self._charset = charset_of(self.raw)
        return self._charset

    def fields(self, *tags: str) -> list[Field]:
        """Return the fields with one of these tags, or all, in directory order."""
        wanted = _names(tags)
        charset = self.charset
        return [
            Field(tag.decode("latin-1"), body, charset)
            for tag, body in self._slices(wanted)
        ]

    def _slices(self, wanted: Collection[bytes]) -> Iterable[Slice]:
        """Return the fields with one of these tags, or all; no others are cut out."""
        raw = self.raw
        if isinstance(raw, Sound):
            fields = raw.fields
            return (one for one in fields if one[0] in wanted) if wanted else fields
        base = base_address(raw)
        return (
            (tag, raw[(begin := base + int(start)) : begin + int(length) - 1])
            for tag, length, start in entries(raw)
            if not wanted or tag in wanted
        )

    def control(self, tag: str) -> str | None:
        """Return the text of the first field with this tag."""
        found = next(iter(self._slices(_names((tag,)))), None)
        return None if found is None else decode(found[1], self.charset)


@lru_cache
def _names(tags: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(tag.encode("latin-1", "replace") for tag in tags)
