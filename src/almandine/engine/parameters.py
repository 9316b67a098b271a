"""Parameters: from the names and values that clients send to typed fields.

Clients send a few parameters or all of them, many with empty values, some
twice, some of their own making. An empty value of an optional parameter means
its default; an unknown name means nothing and is kept for the record.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, fields
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from almandine.engine.jobtype import Formed, Param
from almandine.engine.sets.ports import Sets
from almandine.faults import (
    EmptyParameter,
    InvalidParameter,
    MissingParameter,
    Refused,
    WrongContent,
)
from almandine.records.kind import KIND_OF_CONTENT

P = TypeVar("P")

Pairs = Iterable[tuple[str, str]]
Resolve = Callable[[str, str], str | None]
"""From a reference kind and a name to what it stands for."""

_TRUTHS = {
    "true": True,
    "yes": True,
    "1": True,
    "false": False,
    "no": False,
    "0": False,
}
_NOTHING = frozenset({"", "Null", "null"})
"""Values with which clients leave an optional parameter alone."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One field of a job type's parameters."""

    field: str
    param: Param
    type: Any
    mandatory: bool

    def answers_to(self, name: str) -> bool:
        """Return whether clients call the parameter so."""
        if "*" not in self.param.wire:
            return name == self.param.wire
        pattern = re.escape(self.param.wire).replace(r"\*", "[0-9]+")
        return re.fullmatch(pattern, name) is not None


@cache
def parameters_of(params: type[Any]) -> tuple[Parameter, ...]:
    """Return the parameters that a dataclass of `Annotated` fields declares."""
    hints = get_type_hints(params, include_extras=True)
    return tuple(_declared(field, hints[field.name]) for field in fields(params))


def _declared(field: Field[Any], hint: Any) -> Parameter:  # noqa: ANN401 - a type hint
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{field.name}: a parameter is Annotated[type, Param(…)]")
    kind, param = get_args(hint)[:2]
    if isinstance(kind, UnionType):
        # None stands for a value that nobody gave.
        kind = get_args(kind)[0]
    mandatory = field.default is MISSING and field.default_factory is MISSING
    return Parameter(field.name, param, kind, mandatory)


def check(params: type[Any], given: Pairs, resolve: Resolve) -> dict[str, str]:
    """Return the settings a run is to be stored with: field name to text.

    References are looked up here, once, so that a rule edited later does not
    change a run that was accepted before.

    Raises:
        Refused: with `MissingParameter`, `EmptyParameter` or `InvalidParameter`.
    """
    pairs = list(given)
    check_presence(params, pairs)
    settings: dict[str, str] = {}
    for parameter in parameters_of(params):
        value = _value_of(parameter, pairs)
        if value is None:
            continue
        if parameter.param.reference:
            value = _resolved(parameter, value, resolve)
        _parse(parameter, value)
        settings[parameter.field] = value
    return settings


def check_presence(params: type[Any], given: Pairs) -> None:
    """Raise unless every mandatory parameter has a value.

    Raises:
        Refused: with `MissingParameter` or `EmptyParameter`.
    """
    pairs = list(given)
    for parameter in parameters_of(params):
        if not parameter.mandatory or _value_of(parameter, pairs) is not None:
            continue
        if any(parameter.answers_to(name) for name, _ in pairs):
            raise Refused(EmptyParameter(parameter.param.wire))
        raise Refused(MissingParameter(parameter.param.wire))


def _value_of(parameter: Parameter, pairs: list[tuple[str, str]]) -> str | None:
    """Return the last value given; None where there is none, or an empty one."""
    values = [value.strip() for name, value in pairs if parameter.answers_to(name)]
    return values[-1] if values and values[-1] not in _NOTHING else None


def _resolved(parameter: Parameter, value: str, resolve: Resolve) -> str:
    found = resolve(parameter.param.reference, value)
    if found is None:
        allowed = f"the name of an existing {parameter.param.reference}"
        raise Refused(InvalidParameter(parameter.param.wire, value, allowed))
    return found


def check_sets(params: type[Any], settings: Mapping[str, str], sets: Sets) -> None:
    """Raise unless the sets that a run works with hold the records that it can use.

    Args:
        params: Of the job type.
        settings: As checked.
        sets: Of the institution.

    Raises:
        Refused: with `WrongContent`.
    """
    for parameter in parameters_of(params):
        wanted = parameter.param.content
        found = sets.find(settings.get(parameter.field, "")) if wanted else None
        if found and found.kind != KIND_OF_CONTENT[wanted]:
            raise Refused(WrongContent(found.set_id, found.content, wanted))


def bind(params: type[P], settings: Mapping[str, str]) -> P:
    """Return the typed parameters of a run from its stored settings."""
    values = {
        parameter.field: _parse(parameter, settings[parameter.field])
        for parameter in parameters_of(params)
        if parameter.field in settings
    }
    return params(**values)


def _parse(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 - the declared type
    _check(parameter.param, text)
    parsed = _parsed(parameter.type, text)
    if parsed is None:
        allowed = _allowed(parameter.type)
        raise Refused(InvalidParameter(parameter.param.wire, text, allowed))
    return parsed


def _check(param: Param, text: str) -> None:
    """Raise Refused with `InvalidParameter` where the text has a form it must have."""
    if param.check is None:
        return
    try:
        param.check(text)
    except ValueError as wrong:
        raise Refused(InvalidParameter(param.wire, text, str(wrong))) from wrong


def _parsed(kind: Any, text: str) -> Any:  # noqa: ANN401 - the declared type
    """Return the value, or None where the text is none of the type."""
    if kind is bool:
        return _TRUTHS.get(text.lower())
    if kind is int:
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
    if get_origin(kind) is tuple:
        words = [_word(get_args(kind)[0], each.strip()) for each in text.split(",")]
        return None if None in words else tuple(words)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _word(kind, text)
    if form := _form_of(kind):
        return form(text) if form.FORM.fullmatch(text) else None
    return text


def _word(kind: type[StrEnum], text: str) -> StrEnum | None:
    """Return the member that a text names, in any case or by another name it has."""
    for each in kind:
        if each.lower() == text.lower():
            return each
    with suppress(ValueError):
        return kind(text)
    return None


def _form_of(kind: Any) -> type[Formed] | None:  # noqa: ANN401 - the declared type
    """Return a type whose texts have a form; None for any other."""
    return kind if isinstance(kind, type) and issubclass(kind, Formed) else None


def _allowed(kind: Any) -> str:  # noqa: ANN401 - the declared type
    if kind is bool:
        return "true or false"
    if kind is int:
        return "a whole number from 0 to 999999999"
    if get_origin(kind) is tuple:
        return f"{', '.join(get_args(kind)[0])}; several separated by commas"
    if form := _form_of(kind):
        return form.ALLOWED
    return ", ".join(kind)


def names_of(params: type[Any]) -> Iterator[str]:
    """Yield the names by which clients send the parameters, in order."""
    for parameter in parameters_of(params):
        yield parameter.param.wire
