"""Job types to configure, and the shortest file that can be applied."""

from dataclasses import dataclass
from typing import Annotated

from almandine.engine.apply import ConfigurationError, read_plan
from almandine.engine.apply.plan import Plan
from almandine.engine.job import JobTypes
from almandine.engine.jobtype import JobType, Param


@dataclass(frozen=True, slots=True)
class SuppressBibs:
    suppress: Annotated[bool, Param("task_MmsTaggingParams_boolean", "Hide")]


@dataclass(frozen=True, slots=True)
class NormalizeBibs:
    rule: Annotated[str, Param("task_*_droolesFileKey", "Rule", reference="rule")]


@dataclass(frozen=True, slots=True)
class SendRequests:
    endpoint: Annotated[str, Param("endpoint", "Endpoint", reference="endpoint")]
    directory: Annotated[str, Param("directory", "Directory")] = ""


@dataclass(frozen=True, slots=True)
class Publish:
    per_file: Annotated[int, Param("per_file", "Records in a file")] = 0


JOB_TYPES: JobTypes = {
    each.name: each
    for each in (
        JobType(
            name="suppress_bibs",
            title="Suppress bibs",
            category="INFORMATION_UPDATE",
            content="BIB_MMS",
            params=SuppressBibs,
            alma_id="M901",
        ),
        JobType(
            name="normalize_bibs",
            title="MARC 21 Bib normalization",
            category="NORMALIZATION",
            content="BIB_MMS",
            params=NormalizeBibs,
        ),
        JobType(
            name="send_requests",
            title="Send Requests to Remote Storage",
            category="FULFILLMENT",
            params=SendRequests,
            action="REMOTE_STORAGE/SEND_REQUESTS",
        ),
        JobType(
            name="publish",
            title="Publishing Platform Job {profile}",
            description="Publishing Platform Job",
            category="PUBLISHING",
            params=Publish,
            action="PUBLISHING/PUBLISH",
        ),
    )
}

INSTITUTION = """
[institution]
code = "01ALM_INST"
name = "Almandine Library"
suffix = "1021"
timezone = "Europe/Vienna"
currency = "EUR"
"""


def plan_of(text: str) -> Plan:
    """Read a file that goes on after the institution."""
    return read_plan(INSTITUTION + text, JOB_TYPES)


def problems_of(text: str) -> list[str]:
    """Read a whole file that is wrong, and say what is wrong with it."""
    try:
        read_plan(text, JOB_TYPES)
    except ConfigurationError as error:
        return [str(problem) for problem in error.problems]
    raise AssertionError("the file was read")


def problems_after_institution(text: str) -> list[str]:
    """Read a wrong file that goes on after the institution."""
    return problems_of(INSTITUTION + text)
