"""The verbs that change data fields."""

from collections.abc import Callable
from dataclasses import replace

from almandine.records.marc.fields import BLANKS, Field
from almandine.records.marc.layout import DELIMITER
from almandine.records.marc.rules.conditions import indicator_of, parts_of, values_at
from almandine.records.marc.rules.edits import (
    Edit,
    adding,
    copying,
    on_fields,
    on_subfields,
    with_parts,
)
from almandine.records.marc.rules.paths import (
    Pattern,
    literal,
    path_of,
    pattern_of,
)
from almandine.records.marc.rules.tree import Action, Path


def remove_field(action: Action) -> Edit:
    """Compile `removeField "T"`."""
    return on_fields(_data(action.path), action.condition, lambda _: None)


def add_field(action: Action) -> Edit:
    """Compile `addField "T.{i1,i2}.s.v"`."""
    path = _with_value(_data(action.path))
    signs = [indicator_of(path.token, sign) for sign in path.pair or ("-", "-")]
    if None in signs:
        raise path.token.error(f"{path.token}: a new field needs its indicators")
    head = b"".join(sign for sign in signs if sign is not None)
    return adding(action.condition, Field(path.tag, head + DELIMITER + _subfield(path)))


def change_field(action: Action) -> Edit:
    """Compile `changeField "A" to "B"`."""
    change = _retagged(_target(action))
    return on_fields(_data(action.path), action.condition, change)


def copy_field(action: Action) -> Edit:
    """Compile `copyField "A" to "B"`, of whole fields or of one subfield."""
    source, target = action.path, _target(action)
    if not target.code and not source.is_control and not source.code:
        retag = _retagged(target)
        return copying(source, action.condition, lambda field: [retag(field)])
    if not target.code or not (source.is_control or source.code):
        raise target.token.error("name a subfield on both sides, or on neither")
    return copying(source, action.condition, _subfields_copied(source, target))


def add_subfield(action: Action) -> Edit:
    """Compile `addSubField "T.s.v"`."""
    path = _with_value(_data(action.path))
    new = _subfield(path)

    def change(field: Field) -> Field | None:
        head, *parts = parts_of(field)
        return with_parts(field.tag, head, [*parts, new])

    return on_fields(_whole(path), action.condition, change)


def remove_subfield(action: Action) -> Edit:
    """Compile `removeSubField "T.s"` and `removeSubField "T.s.v"`."""
    path = _with_code(_data(action.path))
    change = on_subfields(path.code, pattern_of(path.value), lambda _: None)
    return on_fields(path, action.condition, change)


def change_subfield(action: Action) -> Edit:
    """Compile `changeSubField "T.a" to "u"`."""
    path, new = _with_code(_data(action.path)), _code(action)
    change = on_subfields(
        path.code, pattern_of(path.value), lambda part: new + part[1:]
    )
    return on_fields(path, action.condition, change)


def change_first_indicator(action: Action) -> Edit:
    """Compile `changeFirstIndicator "T" to "x"`."""
    return _change_indicators(action, (_sign(action), None))


def change_second_indicator(action: Action) -> Edit:
    """Compile `changeSecondIndicator "T" to "x"`."""
    return _change_indicators(action, (None, _sign(action)))


def replace_contents(action: Action) -> Edit:
    """Compile `replaceContents "T.s.old" with "new"`."""
    path = _with_code(_with_value(_data(action.path)))
    old, new = pattern_of(path.value), _text(action)

    def change(part: bytes) -> bytes | None:
        value = new if old.is_open else part[1:].replace(old.text, new)
        return part[:1] + value if value else None

    anywhere = Pattern(old.text, open_start=True, open_end=True)
    pattern = old if old.is_open else anywhere
    rewrite = on_subfields(path.code, pattern, change)
    return on_fields(_whole(path), action.condition, rewrite)


def correct_duplicate_subfields(action: Action) -> Edit:
    """Compile `correctDuplicateSubfields "T" "s"`."""
    wanted = _code(action)

    def change(field: Field) -> Field | None:
        head, *parts = parts_of(field)
        kept = [
            part
            for at, part in enumerate(parts)
            if part[:1] != wanted or part not in parts[:at]
        ]
        return field if kept == parts else with_parts(field.tag, head, kept)

    return on_fields(_data(action.path), action.condition, change)


def _change_indicators(
    action: Action, indicators: tuple[bytes | None, bytes | None]
) -> Edit:
    path = _data(action.path)
    return on_fields(path, action.condition, _retagging(path.tag, indicators))


def _retagged(target: Path) -> Callable[[Field], Field]:
    first, second = (
        indicator_of(target.token, sign) for sign in target.pair or ("*", "*")
    )
    return _retagging(target.tag, (first, second))


def _retagging(
    tag: str, indicators: tuple[bytes | None, bytes | None]
) -> Callable[[Field], Field]:
    """Return how to give a field a tag, and the indicators that are not None."""

    def retag(field: Field) -> Field:
        head, *parts = parts_of(field)
        before = (head + BLANKS.encode())[:2]
        after = b"".join(
            new or before[at : at + 1] for at, new in enumerate(indicators)
        )
        body = DELIMITER.join([after + head[2:], *parts])
        return field if (tag, body) == field[:2] else Field(tag, body)

    return retag


def _subfields_copied(source: Path, target: Path) -> Callable[[Field], list[Field]]:
    code, retag = target.code.encode(), _retagged(target)
    head = BLANKS.encode() + DELIMITER + code

    def copies(field: Field) -> list[Field]:
        return [
            retag(Field(target.tag, head + value)) for value in values_at(source, field)
        ]

    return copies


def _data(path: Path) -> Path:
    if path.is_control:
        raise path.token.error(f"{path.token}: this verb is for data fields")
    return path


def _with_code(path: Path) -> Path:
    if not path.code:
        raise path.token.error(f"{path.token}: a subfield is missing")
    return path


def _with_value(path: Path) -> Path:
    if not path.value:
        raise path.token.error(f"{path.token}: a value is missing")
    return path


def _whole(path: Path) -> Path:
    """Return the path of the fields, whatever their subfields."""
    return replace(path, code="", value=None)


def _subfield(path: Path) -> bytes:
    return path.code.encode() + literal(path.value or "")


def _target(action: Action) -> Path:
    target = _data(path_of(action.argument))
    if target.value is not None:
        raise target.token.error(f"{target.token}: no value belongs here")
    return target


def _text(action: Action) -> bytes:
    return action.argument.text.encode()


def _code(action: Action) -> bytes:
    code = action.argument.text
    if len(code) != 1 or not "!" <= code <= "~":
        raise action.argument.error(
            f"{action.argument}: a subfield code is one character"
        )
    return code.encode()


def _sign(action: Action) -> bytes:
    sign = indicator_of(action.argument, action.argument.text)
    if sign is None:
        raise action.argument.error("an indicator cannot become any character")
    return sign
