"""Makes `job-parameters.md`: what each job type takes, from its declaration."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, Final, get_args, get_origin

from almandine.engine.jobtype import Formed, JobType
from almandine.engine.parameters import Parameter, parameters_of
from almandine.jobtypes import discover
from contract.pages.markdown import code, codes, joined, table

_INTRO: Final = """
# Job parameters

The job types of this release, each with the names that clients send.
A manual job also takes `set_id`, which is mandatory, and `job_name`, which names the run.
A parameter without a default is mandatory; an empty value of any other means its default, and an unknown name is kept and shown.
`*` stands for any digits, as in `task_189_distribution`.
The parameters of a scheduled job are the settings of its profile: a request cannot change them.

The number of a job is the same in every institution; a job type without one is given an id by [the configuration](configuration.md).
Numbers `M900` to `M999` are ours: the vendor's own number is not public. A site that knows it gives the job type that id as well (`[[jobs]]`).
`M990` is there so that clients can meet 402231: a process of two tasks, which the API does not start.
"""  # noqa: E501 - a line of prose is a sentence
_ALL: Final = "## All job types"
_ALL_HEADS: Final = ("job", "type in code", "title", "category", "works on")
_HEADS: Final = ("parameter", "value", "default", "meaning")

JOB_TYPES: Final = discover([])
"""Without those of plug-ins, which are documented by whoever makes them."""


def page() -> str:
    """Return the page."""
    overview = table(_ALL_HEADS, map(_overview, JOB_TYPES.values()))
    return joined(_INTRO, _ALL, overview, *_sections())


def _overview(job_type: JobType[Any]) -> tuple[str, ...]:
    identity = job_type.alma_id or job_type.action
    return (
        code(identity) or "by configuration",
        f"[`{job_type.name}`](../jobs/{job_type.name}.md)",
        job_type.title,
        code(job_type.category),
        code(job_type.content) or "what its profile says",
    )


def _sections() -> Iterator[str]:
    for job_type in JOB_TYPES.values():
        yield f"## {job_type.title}"
        rows = list(_rows(job_type.params))
        yield table(_HEADS, rows) if rows else "No parameters of its own."


def _rows(params: type[Any]) -> Iterator[tuple[str, ...]]:
    defaults = {field.name: field.default for field in fields(params)}
    for each in parameters_of(params):
        yield (
            code(each.param.wire),
            _values(each),
            _default(defaults[each.field]),
            each.param.label,
        )


def _values(parameter: Parameter) -> str:
    if parameter.param.reference:
        return _REFERENCES[parameter.param.reference]
    if get_origin(parameter.type) is tuple:
        return f"{codes(get_args(parameter.type)[0])}; several with commas between"
    if issubclass(parameter.type, StrEnum):
        return codes(parameter.type)
    if issubclass(parameter.type, Formed):
        return parameter.type.ALLOWED
    return _KINDS[parameter.type]


_REFERENCES: Final[Mapping[str, str]] = {
    "collection": "id of a collection",
    "endpoint": "id of an endpoint",
    "rule": "name of a rule",
    "set": "id or name of a set",
}
_KINDS: Final[Mapping[type, str]] = {
    bool: "`true` or `false`",
    int: "whole number",
    str: "text",
}


def _default(value: Any) -> str:  # noqa: ANN401 - of any parameter
    if value is MISSING:
        return "mandatory"
    if isinstance(value, bool):
        return code(str(value).lower())
    return code(str(value)) if value or value == 0 else "empty"
