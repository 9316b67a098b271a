"""Which spelling a client wants, and which it sent. Source: CONTRACT 5."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from enum import Enum
from typing import Final


class Format(Enum):
    """A spelling, by its exact content type: clients compare every character."""

    JSON = "application/json;charset=UTF-8"
    XML = "application/xml;charset=UTF-8"

    @property
    def content_type(self) -> str:
        """What the `Content-Type` header says."""
        return self.value


_BY_NAME: Final = {"json": Format.JSON, "xml": Format.XML}
_JSON_STARTS: Final = (b"{", b"[", b'"', b"null")


def answer_format(query_format: str | None, accept: str | None) -> Format:
    """Choose the spelling of the answer: `?format=`, else Accept, else XML.

    A value of `format` that is neither `json` nor `xml` is passed over. In
    Accept the highest weight wins, then the first named; wildcards mean XML, but
    only when neither spelling is named with a weight above zero.
    """
    named = _BY_NAME.get((query_format or "").strip().lower())
    if named:
        return named
    wanted = [entry for entry in _weighted(accept or "") if entry[0] > 0]
    return max(wanted, key=lambda entry: entry[0])[1] if wanted else Format.XML


def body_format(content_type: str | None, body: bytes) -> Format:
    """Tell how a body is spelt: by Content-Type, else by how it starts.

    An empty body without a telling Content-Type is taken for XML, which makes
    no difference: nothing at all reads the same in both.
    """
    named = _format_of(content_type or "")
    if named:
        return named
    start = body.removeprefix(BOM_UTF8).lstrip()
    return Format.JSON if start.startswith(_JSON_STARTS) else Format.XML


def _weighted(accept: str) -> Iterator[tuple[float, Format]]:
    for media_range in accept.split(","):
        named = _format_of(media_range)
        if named:
            yield _weight(media_range), named


def _format_of(media_type: str) -> Format | None:
    name = media_type.partition(";")[0].strip().lower()
    kind, _, subtype = name.partition("/")
    if kind not in {"application", "text"}:
        return None
    return _BY_NAME.get(subtype.rpartition("+")[2])


def _weight(media_range: str) -> float:
    for parameter in media_range.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return _number(value)
    return 1.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
