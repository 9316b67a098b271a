"""What becomes of a title, from how it was published last and how it is now."""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from struct import Struct
from typing import Final, NamedTuple

from almandine.engine.ports.publishing import Issue, Issued
from almandine.engine.publishing.jobtype import Rendered, Rendition, Unfit
from almandine.records.marc.layout import ENTRY_LENGTH, LEADER_LENGTH
from almandine.records.marc.structure import base_address

DIGEST_BYTES: Final = 16
_XML_START: Final = b"<"
_DELETED: Final = b"d"
_STATUS_AT: Final = 5
_LEADER_TAG: Final = b"<leader>"
_CHANGED_AT: Final = b"005"
"""Tag of the field that says when a record was changed."""
_STAMP_IN_XML: Final = re.compile(rb'<controlfield tag="005">[^<]*</controlfield>')
_NOTHING: Final = b""


class Act(StrEnum):
    """What a run does with a record."""

    NEW = "NEW"
    UPDATED = "UPDATED"
    DELETED = "DELETED"
    SKIPPED = "SKIPPED"
    """It was touched, and is what it was."""
    FILTERED = "FILTERED"
    """It is not to be published, and was not."""
    FAILED = "FAILED"


WRITTEN: Final = frozenset({Act.NEW, Act.UPDATED, Act.DELETED})


class Verdict(NamedTuple):
    """What a run does with one record, and why."""

    act: Act
    mms_id: str
    issue: Issue | None = None
    """What is published; None where nothing is."""
    because: str = ""


def judge(
    mms_id: str,
    rendered: Rendered,
    before: Issued | None,
    last_published: Mapping[str, bytes],
) -> Verdict:
    """Compare what is to be published with what was.

    Args:
        mms_id: Of the record.
        rendered: How it looks now.
        before: What was published of it; None when nothing ever was.
        last_published: Has the record if it may have to be withdrawn.
    """
    if isinstance(rendered, Unfit):
        return Verdict(Act.FAILED, mms_id, because=rendered.because)
    out = before if before and not before.deleted else None
    if isinstance(rendered, Rendition):
        digest = digest_of(rendered.marc, rendered.form)
        if out and out.digest == digest:
            return Verdict(Act.SKIPPED, mms_id)
        issue = Issue(mms_id, digest, deleted=False, marc=rendered.marc)
        return Verdict(Act.UPDATED if out else Act.NEW, mms_id, issue)
    if not out:
        return Verdict(Act.FILTERED, mms_id, because=rendered.because)
    marc = as_deleted(last_published[mms_id])
    issue = Issue(mms_id, _NOTHING, deleted=True, marc=marc)
    return Verdict(Act.DELETED, mms_id, issue, rendered.because)


def digest_of(marc: bytes, form: bytes = b"") -> bytes:
    """Return a digest of a record that does not see field 005, nor any length."""
    seen = _seen(marc)
    return hashlib.blake2b(seen, digest_size=DIGEST_BYTES, person=form).digest()


def _seen(marc: bytes) -> bytes:
    """Return what counts of a record.

    In MARCXML there are no lengths: whoever renders a record clears them.
    """
    if marc.startswith(_XML_START):
        return _STAMP_IN_XML.sub(b"", marc)
    base = base_address(marc)
    tags, data = _without_stamps(marc[LEADER_LENGTH : base - 1], marc[base:])
    return marc[5:12] + marc[17:LEADER_LENGTH] + tags + data


def _without_stamps(directory: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return all tags, and the fields, both without those of field 005."""
    tags = list(_tags(len(directory) // ENTRY_LENGTH).unpack(directory))
    spans: list[tuple[int, int]] = []
    while _CHANGED_AT in tags:
        at = tags.index(_CHANGED_AT)
        # Those that are gone from the list all stood before it.
        spans.append(_span(directory, at + len(spans)))
        del tags[at]
    for begin, end in sorted(spans, reverse=True):
        data = data[:begin] + data[end:]
    return b"".join(tags), data


@cache
def _tags(entries: int) -> Struct:
    """Return what takes the tags out of so many entries: few records have hundreds."""
    return Struct("3s9x" * entries)


def _span(directory: bytes, number: int) -> tuple[int, int]:
    """Return where an entry's field begins and ends in the data."""
    at = number * ENTRY_LENGTH
    length, start = directory[at + 3 : at + 7], directory[at + 7 : at + ENTRY_LENGTH]
    return int(start), int(start) + int(length)


def as_deleted(marc: bytes) -> bytes:
    """Return the record with `d` as its status, in the leader."""
    at = _STATUS_AT
    if marc.startswith(_XML_START):
        at += marc.index(_LEADER_TAG) + len(_LEADER_TAG)
    return marc[:at] + _DELETED + marc[at + 1 :]
