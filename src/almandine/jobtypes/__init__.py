"""The job types, one file each; found by looking, never listed.

A module of this package, or one that another distribution names under the entry point
group `almandine.jobtypes`, gives its job type as `JOB_TYPE`, or several as `JOB_TYPES`.
Both kinds pass the same checks.
"""

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, Final, cast

from almandine.engine.jobtype import JobType, Param
from almandine.engine.parameters import parameters_of

GROUP: Final = "almandine.jobtypes"

Found = tuple[str, object]
"""Where a job type comes from, in words, and what was found there."""


class BrokenJobType(Exception):  # noqa: N818 - reads as a sentence
    """A job type that cannot be used; the message says which and why."""


def discover(
    plugins: Iterable[EntryPoint] | None = None,
) -> Mapping[str, JobType[Any]]:
    """Return all job types by name.

    Args:
        plugins: Entry points of other distributions; None takes the installed ones.

    Raises:
        BrokenJobType: when a job type is malformed, cannot be imported, or has the
            name, id or profile action of another.
    """
    installed = entry_points(group=GROUP) if plugins is None else plugins
    found = [*_built_in(), *_plugged_in(installed)]
    return collected(found)


def collected(found: Iterable[Found]) -> Mapping[str, JobType[Any]]:
    """Return sound job types by name, in the order given.

    Raises:
        BrokenJobType: as `discover` does.
    """
    by_name: dict[str, JobType[Any]] = {}
    taken: dict[tuple[str, str], str] = {}
    for source, thing in found:
        job_type = _checked(source, thing)
        for claim in _claims(job_type):
            if claim in taken:
                what, value = claim
                other = taken[claim]
                raise BrokenJobType(f"{source}: the {what} {value} is taken by {other}")
            taken[claim] = source
        by_name[job_type.name] = job_type
    return MappingProxyType(by_name)


def _claims(job_type: JobType[Any]) -> list[tuple[str, str]]:
    """Return what no other job type may have."""
    claims = [
        ("name", job_type.name),
        ("id", job_type.alma_id),
        ("action", job_type.action),
    ]
    return [(what, value) for what, value in claims if value]


def _checked(source: str, thing: Any) -> JobType[Any]:  # noqa: ANN401 - of anybody's making
    if not isinstance(thing, JobType):
        raise BrokenJobType(f"{source}: {type(thing).__name__} is no job type")
    job_type = cast("JobType[Any]", thing)
    try:
        _check_parameters(job_type.params)
    except (TypeError, NameError) as error:
        raise BrokenJobType(f"{source}: {error}") from error
    return job_type


def _check_parameters(params: type[Any]) -> None:
    if not is_dataclass(params):
        raise TypeError("its parameters are no dataclass")
    for parameter in parameters_of(params):
        if not isinstance(cast("object", parameter.param), Param):
            raise TypeError(f"{parameter.field}: its annotation has no Param")


def _built_in() -> Iterator[Found]:
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for thing in _offered(import_module(module.name), module.name):
            yield module.name, thing


def _plugged_in(plugins: Iterable[EntryPoint]) -> Iterator[Found]:
    for plugin in plugins:
        source = f"entry point {plugin.name} = {plugin.value}"
        try:
            loaded = plugin.load()
        except Exception as error:
            raise BrokenJobType(f"{source}: {error}") from error
        for thing in _offered(loaded, source):
            yield source, thing


def _offered(loaded: Any, source: str) -> Iterable[object]:  # noqa: ANN401 - as above
    """Return the job types of a module; a job type stands for itself."""
    if isinstance(loaded, JobType):
        return [cast("object", loaded)]
    several: Iterable[object] | None = getattr(loaded, "JOB_TYPES", None)
    if several is not None:
        return several
    one: object = getattr(loaded, "JOB_TYPE", None)
    if one is None:
        raise BrokenJobType(f"{source}: neither JOB_TYPE nor JOB_TYPES is there")
    return [one]
