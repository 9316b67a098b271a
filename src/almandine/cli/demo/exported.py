"""Looks into a file of MARC records, as its receiver would."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from almandine.cli.demo.story import Story
from almandine.cli.failures import Failure
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.iso2709 import Broken, split

_SHOWN: Final = ("001", "020", "100", "245", "264", "300", "650")


def check_file(
    file: Mapping[str, Any], content: bytes, members: int, story: Story
) -> None:
    """Raise unless the bytes are those that the run made, a record for each member."""
    story.say(f"{file['name']}: {len(content):,} bytes")
    if sha256(content).hexdigest() != file["sha256"]:
        raise Failure(f"{file['name']} is not what its SHA-256 says")
    records = list(split(BytesIO(content)))
    sound = [raw for raw in records if not isinstance(raw, Broken)]
    if len(sound) != members or len(records) != members:
        raise Failure(f"{len(sound)} of {len(records)} records, expected {members}")
    story.say(f"SHA-256 matches; {len(sound):,} records, one for each member.")
    _show_record(Record(sound[0]), story)


def _show_record(record: Record, story: Story) -> None:
    """Show the best-known fields of a record."""
    for field in record.fields(*_SHOWN):
        story.show(f"{field.tag} {_spelled(field)}")


def _spelled(field: Field) -> str:
    if field.is_control:
        return field.text
    subfields = " ".join(f"${code} {text}" for code, text in field.subfields)
    return f"{field.indicators.replace(' ', '_')} {subfields}"
