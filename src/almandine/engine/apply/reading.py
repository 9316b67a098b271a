"""Read a configuration file: text to a plan that contradicts itself nowhere."""

import re
import tomllib

from msgspec import ValidationError, convert

from almandine.engine.apply.contradictions import contradictions
from almandine.engine.apply.misplaced import misplaced
from almandine.engine.apply.plan import Plan
from almandine.engine.apply.problems import ConfigurationError, Problem
from almandine.engine.endpoint import Secret
from almandine.engine.job import JobTypes


def read_plan(text: str, job_types: JobTypes) -> Plan:
    """Return what a file asks for.

    Args:
        text: The TOML file.
        job_types: What jobs can be configured.

    Raises:
        ConfigurationError: with all that is wrong, as far as it can be told
            without looking at what is configured already.
    """
    plan = _plan(_tables(text))
    problems = list(contradictions(plan, job_types))
    if problems:
        raise ConfigurationError(problems)
    return plan


def _tables(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError([Problem("file", f"no TOML: {error}")]) from error


def _plan(tables: dict[str, object]) -> Plan:
    problems = list(misplaced(tables, Plan))
    if problems:
        raise ConfigurationError(problems)
    try:
        return convert(tables, Plan, dec_hook=_as_secret)
    except ValidationError as error:
        raise ConfigurationError([_problem(str(error))]) from error


def _as_secret(kind: type, value: object) -> object:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    # No error of msgspec's own, which would be passed on without its place.
    raise TypeError("Expected `str`")


def _problem(message: str) -> Problem:
    """Return msgspec's message with the place as the rest of the report has it."""
    what, _, path = message.partition(" - at `$")
    place = re.sub(
        r"\[(\d+)\]", lambda index: f"[{int(index[1]) + 1}]", path.strip(".`")
    )
    return Problem(place or "file", what)
