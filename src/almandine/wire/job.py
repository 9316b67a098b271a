"""Jobs: what can be run, and the request to run it. Source: CONTRACT 2.2."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated

from almandine.wire.description import ATTRIBUTE, WireObject, Wrapped
from almandine.wire.texts import Coded, Linked


class Parameter(WireObject, frozen=True):
    """One parameter of a job: declared in a job, filled in a request."""

    name: Coded | None = None
    value: str | None = None


class Job(WireObject, frozen=True):
    """A job; also the body of a run request, where only `parameter` is read.

    Clients post an empty body, `null`, the parameters alone, or a whole
    downloaded job, and each of them is read as a `Job`.
    """

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    name: str | None = None
    description: str | None = None
    type: Coded | None = None
    category: Coded | None = None
    content: Coded | None = None
    """Kind of record the job works on; manual jobs only."""
    schedule: Coded | None = None
    """Scheduled jobs only, like `creator`, `next_run` and `related_profile`; and manual
    ones that run by a schedule, which have no profile."""
    creator: str | None = None
    next_run: datetime | None = None
    parameter: Annotated[tuple[Parameter, ...], Wrapped("parameters")] = ()
    related_profile: Linked | None = None
    additional_info: Linked | None = None
    """The run that was started; only in the answer to a run request."""


class Jobs(WireObject, frozen=True):
    """A page of jobs, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    job: tuple[Job, ...] = ()


def triggered(run_id: str, at: datetime, link: str) -> Linked:
    """Return the `additional_info` of a run that was started.

    Clients take the last segment of the link, or get it as it stands: it must
    be absolute.
    """
    stamp = format_datetime(at.astimezone(UTC), usegmt=True)
    return Linked(link=link, value=f"Job no. {run_id} triggered on {stamp}")
