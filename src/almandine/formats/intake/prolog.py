"""How an XML document begins: its encoding, and what its root element declares.

Only this much is read of a document as a whole; its records are parsed one by one.
A document type is refused here, and with it every entity but XML's own five: no file
is fetched, and nothing is multiplied.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from almandine.formats.intake.unreadable import Unreadable

MARC_NAMESPACE: Final = b"http://www.loc.gov/MARC21/slim"

_BEFORE_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*", re.DOTALL
)
_START_TAG: Final = re.compile(
    rb"<([^\s<>/!?=\"']+)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
_ATTRIBUTE: Final = re.compile(rb"\s([^\s=<>\"']+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_DECLARES: Final = re.compile(rb"xmlns(?::(.+))?")
_ENCODING: Final = re.compile(
    rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']"
)
_MARKS: Final[Mapping[bytes, str]] = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_TAKEN: Final = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-\d+|cp125\d|koi8-[ru]"
    r"|gb18030|gbk|gb2312|big5|shift_jis|euc_(jp|kr)"
)


@dataclass(frozen=True, slots=True)
class Root:
    """The root element's start tag."""

    name: bytes
    """With its prefix, as written."""
    namespaces: tuple[tuple[bytes, bytes], ...]
    """Prefix and namespace; the empty prefix is the default."""

    @property
    def declarations(self) -> bytes:
        """The namespaces as they are written in a start tag."""
        return b"".join(declaration(*one) for one in self.namespaces)

    @property
    def is_collection(self) -> bool:
        """Whether it is a collection of MARC records."""
        return local(self.name) == b"collection" and is_of_marc(
            dict(self.namespaces).get(prefix_of(self.name), b"")
        )

    def means_marc(self, prefix: bytes) -> bool:
        """Tell whether a prefix, empty for none, is that of MARC's elements."""
        declared = dict(self.namespaces).get(prefix)
        return declared == MARC_NAMESPACE or (not prefix and not declared)


def encoding_of(head: bytes) -> str:
    """Return the name that Python has for the encoding of a document.

    Raises:
        Unreadable: when it is one that is not taken.
    """
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    declared = _ENCODING.match(head.lstrip())
    if declared is None:
        return "utf-8"
    name = declared[1].decode("ascii")
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = ""
    if not _TAKEN.fullmatch(known):
        raise Unreadable(f"encoding {name} is not taken; save it as UTF-8")
    # A declaration that can be read byte by byte is not in the encoding it names.
    return "utf-8" if known.startswith("utf-16") else known


def root_of(head: bytes) -> Root:
    """Read the root element's start tag; the document is in UTF-8.

    Raises:
        Unreadable: when there is a document type, or no start tag.
    """
    before = _BEFORE_ROOT.match(head)
    at = before.end() if before else 0
    if head[at : at + 9].upper() == b"<!DOCTYPE":
        raise Unreadable("a DOCTYPE is not accepted; save it without")
    tag = _START_TAG.match(head, at)
    if tag is None:
        raise Unreadable("it is not XML: no element begins it; export it again")
    return Root(tag[1], tuple(namespaces_in(tag[2]).items()))


def namespaces_in(attributes: bytes) -> Mapping[bytes, bytes]:
    """Return the namespaces that a start tag declares, by prefix."""
    # For speed alone: most tags declare nothing.
    if b"xmlns" not in attributes:
        return {}
    # All attributes are gone through: the value of one may look like another.
    found = [
        (_DECLARES.fullmatch(one[1]), one[2] or one[3] or b"")
        for one in _ATTRIBUTE.finditer(attributes)
    ]
    return {name[1] or b"": uri for name, uri in found if name}


def prefix_of(name: bytes) -> bytes:
    """Return the prefix of a name; empty for none."""
    return name.rpartition(b":")[0]


def local(name: bytes) -> bytes:
    """Return a name without its prefix."""
    return name.rpartition(b":")[2]


def is_of_marc(namespace: bytes) -> bool:
    """Tell whether elements of a namespace, empty for none, are taken for MARC's."""
    return namespace == MARC_NAMESPACE or not namespace


def declaration(prefix: bytes, namespace: bytes) -> bytes:
    """Return a namespace as it is written in a start tag."""
    quotable = namespace.replace(b'"', b"&quot;")
    return b' xmlns%b="%b"' % (b":" + prefix if prefix else b"", quotable)
