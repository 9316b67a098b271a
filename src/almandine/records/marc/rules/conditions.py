"""Which fields a path is for, and whether a condition holds."""

from collections.abc import Callable, Sequence
from typing import Final

from almandine.records.marc.fields import BLANKS, Field
from almandine.records.marc.layout import DELIMITER
from almandine.records.marc.rules.lexer import Token
from almandine.records.marc.rules.paths import pattern_of
from almandine.records.marc.rules.tree import (
    Always,
    And,
    Condition,
    Exists,
    Not,
    Path,
)

Fits = Callable[[Field], bool]
Test = Callable[[Sequence[Field], Field | None], bool]
"""From all fields, and the one an action is about to change where there is one."""

BLANK: Final = b" "
_ANY: Final = "*"
_BLANK_SIGN: Final = "-"


def parts_of(field: Field) -> list[bytes]:
    """Return the indicators and then each subfield with its code, in UTF-8."""
    return field.in_unicode().body.split(DELIMITER)


def fitting(path: Path) -> Fits:
    """Return whether a field is one of those that the path describes.

    Raises:
        RuleError: when its indicators or positions are impossible.
    """
    return _fitting_control(path) if path.is_control else _fitting_data(path)


def _fitting_data(path: Path) -> Fits:
    tag, code = path.tag, path.code.encode()
    pattern = pattern_of(path.value)
    wanted = [indicator_of(path.token, sign) for sign in path.pair or ()]

    def fits(field: Field) -> bool:
        if field.tag != tag:
            return False
        if not wanted and not code:
            return True
        head, *parts = parts_of(field)
        found = (head + BLANKS.encode())[:2]
        return all(
            sign is None or found[at : at + 1] == sign for at, sign in enumerate(wanted)
        ) and (
            not code
            or any(part[:1] == code and pattern.fits(part[1:]) for part in parts)
        )

    return fits


def indicator_of(token: Token, sign: str) -> bytes | None:
    """Return the indicator that a sign stands for; None for any.

    Raises:
        RuleError: when it is not one character.
    """
    if sign == _ANY:
        return None
    if len(sign) != 1 or not sign.isascii():
        raise token.error(f"{token}: an indicator is one character, - or *")
    return BLANK if sign == _BLANK_SIGN else sign.encode()


def _fitting_control(path: Path) -> Fits:
    tag, pattern = path.tag, pattern_of(path.value)
    span = span_of(path)
    shortest = (span.stop or 0) if path.pair else 0

    def fits(field: Field) -> bool:
        if field.tag != tag:
            return False
        body = field.in_unicode().body
        return len(body) >= shortest and pattern.fits(body[span])

    return fits


def values_at(path: Path, field: Field) -> list[bytes]:
    """Return what the path names in a field that fits it, in UTF-8."""
    pattern = pattern_of(path.value)
    if path.is_control:
        return [field.in_unicode().body[span_of(path)]]
    code, parts = path.code.encode(), parts_of(field)[1:]
    return [part[1:] for part in parts if part[:1] == code and pattern.fits(part[1:])]


def span_of(path: Path) -> slice:
    """Return the bytes of a control field that the path is about.

    Raises:
        RuleError: when position or length is not a number.
    """
    if path.pair is None:
        return slice(0, None)
    first, second = path.pair
    if not (first + second).isdecimal() or not (first + second).isascii():
        raise path.token.error(f"{path.token}: position and length are numbers")
    return slice(int(first), int(first) + int(second))


def test_of(condition: Condition) -> Test:
    """Return a condition as a function.

    Raises:
        RuleError: when one of its paths is impossible.
    """
    match condition:
        case Always():
            return lambda _fields, _field: True
        case Exists(path, times):
            return _exists(path, times)
        case Not(inner):
            negated = test_of(inner)
            return lambda fields, field: not negated(fields, field)
        case And(conditions):
            tests = [test_of(each) for each in conditions]
            return lambda fields, field: all(test(fields, field) for test in tests)
        case _:
            tests = [test_of(each) for each in condition.conditions]
            return lambda fields, field: any(test(fields, field) for test in tests)


def _exists(path: Path, times: int) -> Test:
    fits, tag = fitting(path), path.tag

    def exists(fields: Sequence[Field], field: Field | None) -> bool:
        if times == 1 and field is not None and field.tag == tag:
            return fits(field)
        return sum(map(fits, fields)) >= times

    return exists
