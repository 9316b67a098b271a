"""Two records in one character set, so that their fields can be compared and mixed.

Records of one character set are left as they are. Where they differ, both are read as
Unicode, since only that can hold everything.
"""

from collections.abc import Sequence
from typing import NamedTuple

from almandine.records.marc.charset import UNICODE_FLAG, Charset, charset_of
from almandine.records.marc.fields import Record
from almandine.records.marc.layout import Slice
from almandine.records.marc.structure import slices


class Both(NamedTuple):
    """The fields of two records."""

    existing: Sequence[Slice]
    incoming: Sequence[Slice]
    flag: bytes
    """Leader position 9 of what is made of them."""


def in_one_charset(existing: bytes, incoming: bytes) -> Both:
    """Return the fields of both, converted only if their character sets differ."""
    if not (_is_unicode(existing) or _is_unicode(incoming)):
        return Both(slices(existing), slices(incoming), existing[9:10])
    return Both(_in_unicode(existing), _in_unicode(incoming), UNICODE_FLAG)


def _is_unicode(raw: bytes) -> bool:
    """Say whether a record says that it is, or holds what can be nothing else."""
    if raw[9:10] == UNICODE_FLAG:
        return True
    return not raw.isascii() and charset_of(raw) is Charset.UTF_8


def _in_unicode(raw: bytes) -> Sequence[Slice]:
    if charset_of(raw) is Charset.UTF_8:
        return slices(raw)
    fields = [field.in_unicode() for field in Record(raw).fields()]
    return [(field.tag.encode("latin-1"), field.body) for field in fields]
