"""Read MARCXML as a stream, and turn each record into ISO 2709.

The parser calls back instead of building a tree, so memory stays flat whatever the
file holds. It is hardened: a DOCTYPE ends the reading (and with it every entity but
XML's own five), nothing is fetched, and depth, attributes and text have caps. Elements
count in MARC's namespace or in none; others, as of an OAI envelope, are passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from io import BytesIO
from typing import BinaryIO, Final, Protocol, cast

from almandine.records.marc.edits import TooLongForIso2709, from_fields
from almandine.records.marc.fields import Field, control_field
from almandine.records.marc.iso2709 import Broken
from almandine.records.marc.layout import DELIMITER, LEADER_LENGTH, TAG_LENGTH
from almandine.records.marc.oversized import Oversized, taken_apart

CHUNK: Final = 1 << 16
MAX_DEPTH: Final = 16
MAX_ATTRIBUTES: Final = 16
MAX_TEXT: Final = 1 << 24
"""Characters of one record."""


class _Parser(Protocol):
    """As much of a parser as is used here; lxml ships no types."""

    def feed(self, data: bytes) -> None: ...
    def close(self) -> None: ...


class _Library(Protocol):
    XMLSyntaxError: type[Exception]

    def XMLParser(  # noqa: N802 - lxml's name
        self, *, target: "_Collector", **options: bool
    ) -> _Parser: ...


_lxml: Final = cast("_Library", import_module("lxml.etree"))

_DELIMITER: Final = DELIMITER.decode()
_ENTRY_MAP_AT: Final = 20
_ENTRY_MAP: Final = "4500"
_NAMESPACE: Final = "{http://www.loc.gov/MARC21/slim}"
_PARTS: Final = ("record", "leader", "controlfield", "datafield", "subfield")
_NAMES: Final = {prefix + name: name for prefix in ("", _NAMESPACE) for name in _PARTS}


class _Refused(Exception):  # noqa: N818 - ends the reading
    """The document asks for something that is not read."""


class _Fault(Exception):  # noqa: N818 - a finding about one record
    """This record cannot be taken; the next one may."""


def read_marcxml(stream: BinaryIO) -> Iterator[bytes | Oversized | Broken]:
    """Read records until the stream ends, in order; never raises for their content.

    Where the document itself breaks, one last `Broken` stands for its rest. The offset
    of a `Broken` is that of the chunk in which it was noticed, and its `raw` is empty:
    the parser does not keep the text.
    """
    collector = _Collector()
    parser = _lxml.XMLParser(
        target=collector,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
            yield from collector.taken()
            collector.offset += len(chunk)
        parser.close()
    except (_lxml.XMLSyntaxError, _Refused) as error:
        yield from collector.taken()
        yield collector.broken(str(error))


def read_kept(marcxml: bytes) -> Oversized:
    """Read one record that is kept as MARCXML, because it is too long for ISO 2709.

    Raises:
        ValueError: when it is no record.
    """
    one = next(read_marcxml(BytesIO(marcxml)), None)
    match one:
        case Oversized():
            return one
        case bytes():
            return taken_apart(one)
        case _:
            raise ValueError(one.reason if one else "no record")


class _Draft:
    """A record in the making."""

    def __init__(self) -> None:
        self.leader = ""
        self.fields: list[Field] = []
        self.fault: str | None = None

    def finished(self) -> bytes | Oversized:
        """Return the record.

        Raises:
            _Fault: when a part of it was not as MARC has it.
        """
        if self.fault is None and not _is_leader(self.leader):
            self.fault = "the leader is not 24 ASCII characters"
        if self.fault is not None:
            raise _Fault(self.fault)
        try:
            return from_fields(self.leader, self.fields)
        except TooLongForIso2709:
            return Oversized(self.leader, self.fields)


def _is_leader(text: str) -> bool:
    return len(text) == LEADER_LENGTH and text.isascii()


def _with_entry_map(leader: str) -> str:
    """Write the last four as they always are in MARC 21, where they are damaged.

    They tell how the directory of ISO 2709 is laid out, so in XML they say nothing.
    """
    entry_map = leader[_ENTRY_MAP_AT:]
    return leader if entry_map.isascii() else leader[:_ENTRY_MAP_AT] + _ENTRY_MAP


class _Collector:
    """What the parser calls: collects the parts of one record after the other."""

    def __init__(self) -> None:
        self.offset = 0
        self._position = 0
        self._taken: list[bytes | Oversized | Broken] = []
        self._depth = 0
        self._size = 0
        self._text: list[str] = []
        self._draft: _Draft | None = None
        self._field: tuple[str, str] = ("", "")
        self._subfields: list[str] = []
        """Code and text of each."""
        self._code = ""

    def taken(self) -> list[bytes | Oversized | Broken]:
        """Hand over the records that are complete."""
        taken, self._taken = self._taken, []
        return taken

    def broken(self, reason: str) -> Broken:
        """Count the record that is being read, or would be next, as broken."""
        self._position += 1
        return Broken(self._position, self.offset, b"", reason)

    def doctype(self, *_: object) -> None:
        """Refuse: a document type can define entities and fetch files."""
        raise _Refused("a DOCTYPE is not accepted")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note what an element begins."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Refused(f"elements are nested deeper than {MAX_DEPTH}")
        if len(attributes) > MAX_ATTRIBUTES:
            raise _Refused(f"an element has more than {MAX_ATTRIBUTES} attributes")
        name = _NAMES.get(tag)
        # In this order: most elements are subfields, and few are records.
        if name == "subfield":
            self._code = _value(attributes, "code")
        elif name in _WITH_TAG:
            self._field = _value(attributes, "tag"), _indicators(attributes)
            self._subfields = []
        elif name == "record":
            self._draft = _Draft()
            self._size = 0
        self._text = []

    def data(self, text: str) -> None:
        """Keep text that may belong to a record."""
        if self._draft is None:
            return
        self._size += len(text)
        if self._size > MAX_TEXT:
            raise _Refused(f"a record has more than {MAX_TEXT} characters")
        self._text.append(text)

    def end(self, tag: str) -> None:
        """Take what an element held."""
        self._depth -= 1
        name, draft = _NAMES.get(tag), self._draft
        if draft is None:
            return
        # By itself: most elements are subfields, and a call costs as much as all this.
        if name == "subfield":
            if len(self._code) != 1:
                draft.fault = f"{self._code!r} is no subfield code"
            self._subfields.append(self._code + "".join(self._text))
            self._text = []
        elif name is not None:
            _ENDS[name](self, draft)

    def close(self) -> None:
        """Nothing is left to do; the parser asks for the method."""

    def end_leader(self, draft: _Draft) -> None:
        """Take the leader."""
        draft.leader = _with_entry_map("".join(self._text))

    def end_controlfield(self, draft: _Draft) -> None:
        """Take a control field."""
        self._take(draft, control_field(self._field[0], "".join(self._text)))

    def end_datafield(self, draft: _Draft) -> None:
        """Take a data field."""
        tag, indicators = self._field
        parts = _DELIMITER.join([indicators, *self._subfields])
        self._take(draft, Field(tag, parts.encode()))

    def _take(self, draft: _Draft, field: Field) -> None:
        tag, indicators = self._field
        if len(tag) != TAG_LENGTH or not tag.isascii():
            draft.fault = f"{tag!r} is no tag"
        if len(indicators) != _INDICATORS:
            draft.fault = f"{indicators!r} are not two indicators"
        draft.fields.append(field)

    def end_record(self, draft: _Draft) -> None:
        """Finish the record, or set it aside."""
        self._draft = None
        try:
            finished = draft.finished()
        except _Fault as fault:
            self._taken.append(self.broken(str(fault)))
        else:
            self._position += 1
            self._taken.append(finished)


def _indicators(attributes: Mapping[str, str]) -> str:
    return (_value(attributes, "ind1") or " ") + (_value(attributes, "ind2") or " ")


def _value(attributes: Mapping[str, str], name: str) -> str:
    # While it resolves no entities, libxml2 hands every & of an attribute on like this.
    value = attributes.get(name, "")
    return value.replace("&#38;", "&") if len(value) > 1 else value


_INDICATORS: Final = 2
_WITH_TAG: Final = frozenset({"controlfield", "datafield"})
_ENDS: Final[Mapping[str, Callable[[_Collector, _Draft], None]]] = {
    "leader": _Collector.end_leader,
    "controlfield": _Collector.end_controlfield,
    "datafield": _Collector.end_datafield,
    "record": _Collector.end_record,
}
