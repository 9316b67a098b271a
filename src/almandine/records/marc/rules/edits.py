"""What actions do to the fields of a record.

The leader stands first among the fields, under the tag LDR, so that one kind of edit
does for all. Subfields are bytes in UTF-8 with their code in front.
"""

from collections.abc import Callable, Sequence

from almandine.records.marc.fields import Field
from almandine.records.marc.layout import DELIMITER
from almandine.records.marc.rules.conditions import fitting, parts_of, test_of
from almandine.records.marc.rules.paths import Pattern
from almandine.records.marc.rules.tree import Condition, Path

Fields = Sequence[Field]
Edit = Callable[[Fields], Fields]
FieldChange = Callable[[Field], Field | None]
"""The field as it is to be; None drops it."""
SubfieldChange = Callable[[bytes], bytes | None]
"""The same for a subfield, its code in front."""


def on_fields(path: Path, condition: Condition, change: FieldChange) -> Edit:
    """Change each field that fits the path and for which the condition holds."""
    fits, holds = fitting(path), test_of(condition)

    def edit(fields: Fields) -> Fields:
        changed = (
            change(field) if fits(field) and holds(fields, field) else field
            for field in fields
        )
        return [field for field in changed if field is not None]

    return edit


def on_subfields(code: str, pattern: Pattern, change: SubfieldChange) -> FieldChange:
    """Change the subfields of a field; a field that is left without one is dropped."""
    wanted = code.encode()

    def changed(part: bytes) -> bytes | None:
        is_meant = part[:1] == wanted and pattern.fits(part[1:])
        return change(part) if is_meant else part

    def rewrite(field: Field) -> Field | None:
        head, *parts = parts_of(field)
        new = [part for part in map(changed, parts) if part is not None]
        return field if new == parts else with_parts(field.tag, head, new)

    return rewrite


def with_parts(tag: str, head: bytes, parts: Sequence[bytes]) -> Field | None:
    """Return a field of indicators and subfields, or None without subfields."""
    return Field(tag, DELIMITER.join([head, *parts])) if parts else None


def adding(condition: Condition, made: Field) -> Edit:
    """Add a field when the condition holds for the record."""
    holds = test_of(condition)
    return lambda fields: inserted(fields, made) if holds(fields, None) else fields


def copying(
    path: Path, condition: Condition, copies: Callable[[Field], Sequence[Field]]
) -> Edit:
    """Add what is made of each field that fits and for which the condition holds."""
    fits, holds = fitting(path), test_of(condition)

    def edit(fields: Fields) -> Fields:
        result = fields
        for field in fields:
            if fits(field) and holds(fields, field):
                for copy in copies(field):
                    result = inserted(result, copy)
        return result

    return edit


def inserted(fields: Fields, new: Field) -> Fields:
    """Put a field behind the last of its tag, else before the first greater tag."""
    same, greater = 0, len(fields)
    for at, field in enumerate(fields[1:], 1):
        if field.tag == new.tag:
            same = at + 1
        elif field.tag > new.tag and at < greater:
            greater = at
    at = same or greater
    return [*fields[:at], new, *fields[at:]]
