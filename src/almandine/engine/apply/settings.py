"""The settings of a configured job: from keys of the file to parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from almandine.engine.apply.plan import Settings
from almandine.engine.apply.problems import Problem
from almandine.engine.jobtype import JobType
from almandine.engine.parameters import parameters_of
from almandine.faults import InvalidParameter, Refused, WrongContent

Pair = tuple[str, str]


def text_of(value: str | float | bool) -> str:  # noqa: FBT001 - any value of the file
    """Return a value of the file as parameters are written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def pairs_of(
    settings: Settings, job_type: JobType[Any] | None, place: str
) -> Iterator[Pair | Problem]:
    """Yield the wire name and the text of each setting.

    A listed job without a type takes any setting, since nothing reads them.
    """
    names = _names(job_type) if job_type else dict.fromkeys(settings, "")
    for key, value in settings.items():
        if key in names:
            yield names[key] or key, text_of(value)
        else:
            allowed = ", ".join(names) or "none"
            yield Problem(f"{place}.settings.{key}", f"unknown; allowed: {allowed}")


def in_words(refused: Refused) -> str:
    """Return what is wrong with a parameter."""
    wrong = refused.refusal
    if isinstance(wrong, InvalidParameter):
        return f"{wrong.name} cannot be {wrong.value!r}; allowed: {wrong.allowed}"
    if isinstance(wrong, WrongContent):
        return f"set {wrong.set_id} holds {wrong.content}; allowed: {wrong.expected}"
    # MissingParameter or EmptyParameter: the checks know no other refusals.
    return f"{asdict(wrong)['name']} is mandatory"


def rule_pair(
    rule: str, job_type: JobType[Any] | None, place: str
) -> Iterator[Pair | Problem]:
    """Yield the parameter that takes the name of a rule; nothing for no rule."""
    if not rule or job_type is None:
        return
    for parameter in parameters_of(job_type.params):
        if parameter.param.reference == "rule":
            yield _fixed(parameter.param.wire), rule
            return
    yield Problem(f"{place}.rule", f"{job_type.name} takes no rule")


def _names(job_type: JobType[Any]) -> Mapping[str, str]:
    """Return the wire names that can be configured, by both names of a parameter."""
    by_field = {
        each.field: _fixed(each.param.wire)
        for each in parameters_of(job_type.params)
        if not each.param.own
    }
    return by_field | {wire: wire for wire in by_field.values()}


def _fixed(wire: str) -> str:
    """Return a wire name with a digit where it takes any."""
    return wire.replace("*", "0")
