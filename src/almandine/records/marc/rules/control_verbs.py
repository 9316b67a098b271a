"""The verbs that change control fields and the leader.

Field 001 is the record's id, and leader positions other than 5 to 8 and 17 to 19 tell
how its bytes are laid out: no rule may change them.
"""

from typing import Final

from almandine.records.marc.fields import Field
from almandine.records.marc.rules.conditions import span_of
from almandine.records.marc.rules.edits import Edit, adding, on_fields
from almandine.records.marc.rules.paths import literal
from almandine.records.marc.rules.tree import LEADER, Action, Path

_RECORD_ID: Final = "001"
_FREE_IN_LEADER: Final = frozenset({5, 6, 7, 8, 17, 18, 19})


def add_control_field(action: Action) -> Edit:
    """Compile `addControlField "T.v"`."""
    path = _but_not_leader(_control(action.path))
    if not path.value or path.pair:
        raise path.token.error(f"{path.token}: the new field's text is missing")
    return adding(action.condition, Field(path.tag, literal(path.value)))


def remove_control_field(action: Action) -> Edit:
    """Compile `removeControlField "T"`."""
    path = _but_not_leader(_control(action.path))
    return on_fields(path, action.condition, lambda _: None)


def replace_control_contents(action: Action) -> Edit:
    """Compile `replaceControlContents "T.{p,n}.old" with "new"`, and without braces."""
    path = _control(action.path)
    if path.tag == LEADER:
        _check_leader(action)
    if path.pair is not None:
        return _overwriting(action)
    if not path.value:
        raise path.token.error(f"{path.token}: nothing to be replaced")
    return _replacing(action, literal(path.value))


def _overwriting(action: Action) -> Edit:
    """Put the new text over the positions, where they hold the old one."""
    span, new = span_of(action.path), action.argument.text.encode()
    if span.stop - span.start != len(new):
        raise action.argument.error(
            f"{action.argument}: {span.stop - span.start} characters were expected"
        )

    def change(field: Field) -> Field:
        body = field.in_unicode().body
        return Field(field.tag, body[: span.start] + new + body[span.stop :])

    return on_fields(action.path, action.condition, change)


def _replacing(action: Action, old: bytes) -> Edit:
    """Replace the old text wherever it stands; a field left empty is dropped."""
    new = action.argument.text.encode()
    path = Path(action.path.tag, None, "", None, action.path.token)

    def change(field: Field) -> Field | None:
        body = field.in_unicode().body
        if old not in body:
            return field
        changed = body.replace(old, new)
        return Field(field.tag, changed) if changed else None

    return on_fields(path, action.condition, change)


def _control(path: Path) -> Path:
    if not path.is_control:
        raise path.token.error(f"{path.token}: this verb is for control fields")
    if path.tag == _RECORD_ID:
        raise path.token.error("field 001 is the record's id and stays as it is")
    return path


def _but_not_leader(path: Path) -> Path:
    if path.tag == LEADER:
        raise path.token.error(
            "a record has one leader; it is neither added nor removed"
        )
    return path


def _check_leader(action: Action) -> None:
    span, token = span_of(action.path), action.path.token
    if action.path.pair is None or not _FREE_IN_LEADER.issuperset(
        range(span.start, span.stop)
    ):
        raise token.error("rules may change leader positions 5 to 8 and 17 to 19 only")
    if not action.argument.text.isascii():
        raise action.argument.error("the leader is ASCII")
