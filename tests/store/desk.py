"""A service with jobs to ask for, and requests of which something is wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from almandine.engine.job import Job
from almandine.engine.run import Origin
from almandine.engine.submit import Submission
from almandine.faults import (
    EmptyParameter,
    InvalidJobId,
    InvalidParameter,
    MalformedBody,
    MissingOperation,
    MissingParameter,
    NotSubmittable,
    Refused,
    SeveralTasks,
    UnknownJob,
    UnknownJobCategory,
    UnknownSet,
    UnsupportedOperation,
    WrongContent,
)
from store.workshop import HIDE, Workshop

FLAG: Final = "task_MmsTaggingParams_boolean"
TWO_TASKS: Final = "M990"
SEND: Final = Job(
    job_id="S64",
    job_type="send_requests_to_remote_storage",
    name="Send Requests to Remote Storage",
    description="",
    category="FULFILLMENT",
    profile_id="p1",
    settings=(("endpoint", "robot"),),
)


def furnish(workshop: Workshop) -> Workshop:
    """Add sets, an endpoint and some configured jobs."""
    for number in range(1, 9):
        workshop.add_set(set_id=f"s{number}")
    workshop.add_set(set_id="items", content="ITEM")
    workshop.add_endpoint("robot", "robot")
    workshop.add_job(SEND)
    workshop.add_job(replace(SEND, job_id="S65", category="REPOSITORY"))
    workshop.add_job(replace(SEND, job_id="S66", closed_because="inactive profile"))
    workshop.add_job(replace(SEND, job_id="O67", job_type="", category="ANALYTICS"))
    return workshop


def unreadable() -> list[tuple[str, str]]:
    raise Refused(MalformedBody("XML", "no element found"))


def body(*pairs: tuple[str, str]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: list(pairs)


def asked(
    job_id: str = HIDE,
    *pairs: tuple[str, str],
    op: str | None = "run",
    read_parameters: Callable[[], list[tuple[str, str]]] | None = None,
) -> Submission:
    return Submission(
        job_id=job_id,
        op=op,
        read_parameters=read_parameters or body(*pairs),
        origin=Origin.API,
        submitted_by="demo",
        submitted_by_name="Demo",
    )


GOOD: Final = asked(HIDE, (FLAG, "true"), ("set_id", "s1"))

FIRST_FAULT: Final = {
    "id format before op": (asked("X1", op=None), InvalidJobId("X1")),
    "id format before unknown job": (asked("M"), InvalidJobId("M")),
    "missing op before unknown job": (asked("M1", op=None), MissingOperation()),
    "empty op is a missing one": (asked("M1", op=""), MissingOperation()),
    "wrong op before unknown job": (asked("M1", op="RUN"), UnsupportedOperation("RUN")),
    "unknown job before body": (
        asked("M1", read_parameters=unreadable),
        UnknownJob("M1"),
    ),
    "several tasks before body": (
        asked(TWO_TASKS, read_parameters=unreadable),
        SeveralTasks(TWO_TASKS, 2),
    ),
    "category before body": (
        asked("S65", read_parameters=unreadable),
        UnknownJobCategory("S65", "REPOSITORY"),
    ),
    "closed job before body": (
        asked("S66", read_parameters=unreadable),
        NotSubmittable("S66", "inactive profile"),
    ),
    "job without code before body": (
        asked("O67", read_parameters=unreadable),
        NotSubmittable("O67", "this service cannot run it"),
    ),
    "body before missing parameters": (
        asked(read_parameters=unreadable),
        MalformedBody("XML", "no element found"),
    ),
    "missing parameter before unknown set": (
        asked(HIDE, ("set_id", "none")),
        MissingParameter(FLAG),
    ),
    "empty parameter before unknown set": (
        asked(HIDE, (FLAG, " "), ("set_id", "none")),
        EmptyParameter(FLAG),
    ),
    "missing set": (asked(HIDE, (FLAG, "true")), MissingParameter("set_id")),
    "empty set": (
        asked(HIDE, (FLAG, "true"), ("set_id", " ")),
        EmptyParameter("set_id"),
    ),
    "unknown set before a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "none")),
        UnknownSet("none"),
    ),
    "content before a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "items")),
        WrongContent("items", "ITEM", "BIB_MMS"),
    ),
    "a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "s1")),
        InvalidParameter(FLAG, "perhaps", "true or false"),
    ),
}
