"""A record as leader and fields, for those that ISO 2709 has no room for.

MARCXML takes records of any length. They are too few to be worth speed: fields are
lists here, where they are bytes to splice in `records.marc.edits`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from almandine.records.marc.charset import UNICODE_FLAG
from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.marcxml import sound_element

_NO_LENGTH = "00000"


@dataclass(frozen=True, slots=True)
class Oversized:
    """A sound record for which ISO 2709 has no room, or may have none."""

    leader: str
    fields: Sequence[Field]
    """In UTF-8."""

    @property
    def marcxml(self) -> bytes:
        """One `record` element, on a line."""
        return sound_element(self.leader, self.fields)

    @property
    def iso2709(self) -> bytes:
        """The record in the format that may have no room for it.

        Raises:
            TooLongForIso2709: where it has none.
        """
        return from_fields(self.leader, self.fields)

    def with_fields(self, tag: str, fields: Sequence[Field]) -> Self:
        """Put fields in place of those with this tag, as `edits.replace_fields`."""
        here = [at for at, field in enumerate(self.fields) if field.tag == tag]
        later = [at for at, field in enumerate(self.fields) if field.tag > tag]
        at = min(here or later, default=len(self.fields))
        rest = [field for field in self.fields[at:] if field.tag != tag]
        return replace(self, fields=[*self.fields[:at], *fields, *rest])

    def without_lengths(self) -> Self:
        """Clear what a leader says of lengths: they are those of another format."""
        leader = self.leader
        cleared = _NO_LENGTH + leader[5:12] + _NO_LENGTH + leader[17:]
        return replace(self, leader=cleared)


def taken_apart(raw: bytes) -> Oversized:
    """Return the leader and the fields of a sound record."""
    record = Record(raw)
    leader = record.leader[:9] + UNICODE_FLAG.decode() + record.leader[10:]
    return Oversized(leader, [field.in_unicode() for field in record.fields()])
