"""The file of requests for a remote storage facility (`rsExport`).

The names of the children of `rsExport` are the vendor's, odd spellings included. The
root element, the namespace and what is inside `pickup`, `operationalRecordinformation`
and `requestedInfo` are published nowhere: the first two are settings, and the rest is
here in one place, to be corrected by whoever has a real file.
Elements without a value are left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from almandine.engine.jobtype import Failure, Layout, Part
from almandine.records.request import Request

NAMESPACE: Final = "http://com/exlibris/urm/rep/externalsysrsrequests/xmlbeans"
"""Where the profile names none."""
PREFIX: Final = "xb"
MEYER: Final = "W.B. Meyer"
"""The system type that wants title, copy, description and enumeration as well."""
NO_BARCODE: Final = "the item has no barcode to be found by"

Content = str | list[tuple[str, str]]
"""Text, or children by name."""
Children = tuple[tuple[str, Callable[[Request, "Facility"], Content]], ...]
"""What goes under each name, in order."""

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENUMERATION: Final[Mapping[str, str]] = {
    **{f"enum{letter}": f"ENUMERATION{letter}" for letter in "ABCDEFGH"},
    **{f"chron{letter}": f"CHRONOLOGY{letter}" for letter in "IJKLM"},
}
"""Element name to item field."""


@dataclass(frozen=True, slots=True)
class Facility:
    """What the receiving side and its profile decide."""

    institution: str
    """Code of the institution."""
    system_type: str = ""


def rs_layout(root: str, namespace: str) -> Layout:
    """Return how the file looks; its one name carries no number."""
    opening = f"<{PREFIX}:{root} xmlns:{PREFIX}={quoteattr(namespace)}>\n"
    return Layout(
        "REMOTE_STORAGE_REQUESTS",
        "xml",
        header=b'<?xml version="1.0" encoding="UTF-8"?>\n' + opening.encode(),
        footer=f"</{PREFIX}:{root}>\n".encode(),
        numbered=False,
    )


def rs_part(requests: Sequence[Request], facility: Facility) -> Part:
    """Write requests in this order; an item without a barcode cannot be fetched."""
    sound = [each for each in requests if each.item.barcode]
    lost = [each.request_id for each in requests if not each.item.barcode]
    data = b"".join(request_element(each, facility) for each in sound)
    failures = tuple(Failure(request_id, NO_BARCODE) for request_id in lost)
    return Part(data, len(sound), failures)


def request_element(request: Request, facility: Facility) -> bytes:
    """Write one request; characters that XML forbids are dropped."""
    shown = [(name, content(request, facility)) for name, content in _CHILDREN]
    if facility.system_type == MEYER:
        shown += [(name, content(request, facility)) for name, content in _FOR_MEYER]
    shown += [("requestedInfo", [("requestNote", request.note)])]
    lines = "".join(_element(name, content) for name, content in shown)
    return f"  <{PREFIX}:rsExport>\n{lines}  </{PREFIX}:rsExport>\n".encode()


def _pickup(request: Request, facility: Facility) -> Content:
    return [
        ("institution", facility.institution),
        ("library", request.pickup_library),
        ("circulationDesk", request.pickup_desk),
    ]


def _operational(request: Request, facility: Facility) -> Content:
    return [
        ("callNumber", request.item.call_number),
        ("institutionCode", facility.institution),
        ("libraryCode", request.item.library),
        ("locationCode", request.item.location),
    ]


def _enumeration(request: Request, _facility: Facility) -> Content:
    details = request.item.details
    return [(name, details.get(field, "")) for name, field in _ENUMERATION.items()]


_CHILDREN: Final[Children] = (
    ("requestType", lambda request, _: request.request_type),
    ("requestId", lambda request, _: request.request_id),
    ("pickup", _pickup),
    ("operationalRecordinformation", _operational),
    ("barcode", lambda request, _: request.item.barcode),
    ("mmsId", lambda request, _: request.item.mms_id),
    ("itemId", lambda request, _: request.item.pid),
)
_FOR_MEYER: Final[Children] = (
    ("title", lambda request, _: request.item.heading.title),
    ("copyId", lambda request, _: request.item.details.get("COPY_ID", "")),
    ("description", lambda request, _: request.item.description),
    ("enumsAndChrons", _enumeration),
)


def _element(name: str, content: Content) -> str:
    """Write a child on its own line, or nothing where there is nothing to say."""
    if isinstance(content, str):
        return f"    {_tagged(name, _text(content))}\n" if content else ""
    inside = "".join(_tagged(inner, _text(text)) for inner, text in content if text)
    return f"    {_tagged(name, inside)}\n" if inside else ""


def _tagged(name: str, inside: str) -> str:
    return f"<{PREFIX}:{name}>{inside}</{PREFIX}:{name}>"


def _text(text: str) -> str:
    # A bare carriage return would be read back as a line feed.
    return escape(_FORBIDDEN.sub("", text), {"\r": "&#13;"})
