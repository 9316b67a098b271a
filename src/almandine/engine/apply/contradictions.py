"""What a file says against itself, or against what can be configured at all."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from almandine.engine.apply.jobs import PlannedJob, jobs_of
from almandine.engine.apply.plan import Plan, SetTable
from almandine.engine.apply.problems import Problem
from almandine.engine.apply.providers import wrong_providers
from almandine.engine.flaws import flaws
from almandine.engine.job import JobTypes
from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.marc.rules import RuleError, compile_rules
from almandine.records.query import QueryError, parse

Named = Iterable[tuple[str, str | None]]
"""Places in the file and what stands there."""


def contradictions(plan: Plan, job_types: JobTypes) -> Iterator[Problem]:
    """Yield what is wrong with a plan, by the order of the checks."""
    yield from _unknown_zone(plan)
    for names in _names(plan):
        yield from _repeated(names)
    for number, rule in enumerate(plan.rules, start=1):
        yield from _wrong_rule(rule.text, f"rules[{number}].text")
    for number, endpoint in enumerate(plan.endpoints, start=1):
        for key, wrong in flaws(endpoint):
            yield Problem(f"endpoints[{number}].{key}", wrong)
    for number, each in enumerate(plan.sets, start=1):
        yield from _wrong_set(each, f"sets[{number}]")
    yield from wrong_providers(plan)
    jobs = list(jobs_of(plan, job_types))
    yield from (each for each in jobs if isinstance(each, Problem))
    yield from _confused(each for each in jobs if isinstance(each, PlannedJob))


def _unknown_zone(plan: Plan) -> Iterator[Problem]:
    zone = plan.institution.timezone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        allowed = "a name of the IANA database, such as Europe/Vienna"
        yield Problem("institution.timezone", f"no zone {zone!r}; allowed: {allowed}")


def _names(plan: Plan) -> Iterator[Named]:
    """Yield the lists in which nothing may stand twice."""
    yield _keys("libraries", "code", (each.code for each in plan.libraries))
    yield _keys("libraries", "id", (each.id for each in plan.libraries))
    for number, library in enumerate(plan.libraries, start=1):
        codes = (each.code for each in library.locations)
        yield _keys(f"libraries[{number}].locations", "code", codes)
    yield _keys("remote_storages", "code", (each.code for each in plan.remote_storages))
    yield _keys("collections", "name", (each.name for each in plan.collections))
    yield _keys("collections", "id", (each.id for each in plan.collections))
    yield _keys("rules", "name", (each.name for each in plan.rules))
    yield _keys("endpoints", "id", (each.id for each in plan.endpoints))
    yield _keys("sets", "name", (each.name for each in plan.sets))
    yield _keys("sets", "id", (each.id for each in plan.sets))
    yield _keys("profiles", "code", (each.code for each in plan.profiles))
    yield _keys("profiles", "id", (each.id for each in plan.profiles))
    yield from _names_of_jobs(plan)


def _names_of_jobs(plan: Plan) -> Iterator[Named]:
    """Yield the actions of each profile, the processes, and the ids of all jobs."""
    of_actions: list[tuple[str, str | None]] = []
    for number, profile in enumerate(plan.profiles, start=1):
        place = f"profiles[{number}].actions"
        yield _keys(place, "action", (each.action for each in profile.actions))
        of_actions += _keys(place, "job_id", (each.job_id for each in profile.actions))
    yield _keys("processes", "name", (each.name for each in plan.processes))
    yield [
        *of_actions,
        *_keys("processes", "id", (each.id for each in plan.processes)),
        *_keys("jobs", "id", (each.id for each in plan.jobs)),
    ]


def _keys(table: str, key: str, values: Iterable[str | None]) -> Named:
    """Return the values of a key in an array of tables, with their places."""
    return [
        (f"{table}[{number}].{key}", value)
        for number, value in enumerate(values, start=1)
    ]


def _repeated(names: Named) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, name in names:
        if name is None:
            continue
        if name in seen:
            yield Problem(place, f"{name!r} stands at {seen[name]} already")
        seen.setdefault(name, place)


def _wrong_rule(text: str, place: str) -> Iterator[Problem]:
    try:
        compile_rules(text)
    except RuleError as error:
        yield Problem(place, str(error))


def _wrong_set(table: SetTable, place: str) -> Iterator[Problem]:
    if table.content not in KIND_OF_CONTENT:
        allowed = ", ".join(KIND_OF_CONTENT)
        yield Problem(
            f"{place}.content", f"{table.content!r} is unknown; allowed: {allowed}"
        )
    if (table.members is None) == (table.query is None):
        yield Problem(place, "a set has either members or query")
    if table.query is not None:
        yield from _wrong_query(table.query, table.content, f"{place}.query")


def _wrong_query(text: str, content: str, place: str) -> Iterator[Problem]:
    try:
        query = parse(text)
    except QueryError as error:
        yield Problem(place, str(error))
        return
    if query.content != content:
        yield Problem(place, f"asks for {query.content}; allowed: {content}")


def _confused(jobs: Iterable[PlannedJob]) -> Iterator[Problem]:
    """Yield jobs that could be taken for one of a profile or a process."""
    seen: dict[tuple[tuple[str, str], ...], str] = {}
    for planned in jobs:
        identity = tuple(planned.identity.items())
        if not planned.stands_alone:
            seen[identity] = planned.place
        elif identity in seen:
            message = f"is the job of {seen[identity]} again; give it another name"
            yield Problem(planned.place, message)
