"""The shapes of a job type: what its author writes, and nothing more.

A job type is pure functions and the words that describe them. Walking the set,
writing, checkpoints, progress, stopping and the report are the engine's.

Four shapes: `RecordJob` (record to outcome), `ExportJob` (chunk of records to
part of a file), `ImportJob` (incoming record and its matches to a decision) and
`GroupJob` (group of records to outcomes). The engine runs the first three, and a fifth
that stands by itself: `engine.publishing.jobtype.PublishJob`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Generic, TypeVar

from almandine.engine.imports.intake import Intake, Request
from almandine.engine.outcome import Outcome
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.kind import Kind
from almandine.records.matching.candidates import Candidate

R = TypeVar("R")
P = TypeVar("P")


class Formed(str):
    """A text of a certain form; a parameter of such a type takes no other."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]]
    ALLOWED: ClassVar[str]
    """The form in words."""


class MarcTag(Formed):
    """The tag of a data field, or nothing."""

    __slots__ = ()

    FORM: ClassVar[re.Pattern[str]] = re.compile("|0[1-9][0-9]|[1-9][0-9]{2}")
    ALLOWED: ClassVar[str] = "the tag of a data field, 010 to 999"


NO_TAG: Final = MarcTag("")


@dataclass(frozen=True, slots=True)
class Param:
    """How a parameter is called outside; stands in `Annotated[type, Param(…)]`.

    A field of the parameters' dataclass that has no default is mandatory.
    """

    wire: str
    """The name clients send; `*` stands for any digits (`task_*_distribution`)."""
    label: str
    """What a librarian reads."""
    reference: str = ""
    """`rule`, `collection`, `endpoint` or `set`: the value names one of those, and the
    engine hands the job what it names instead."""
    content: str = ""
    """Of a `set`: the content type that it must have, or another of the same kind."""
    check: Callable[[str], object] | None = None
    """Raises ValueError for a text that will not do; the message says why."""
    own: bool = False
    """Whether the service alone gives it, and no configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobType(Generic[P]):
    """What all shapes have in common."""

    name: str
    """Name in code and configuration: `export_bibs`."""
    title: str
    """Name of the job as clients and librarians see it."""
    description: str = ""
    """Defaults to the title."""
    category: str
    """Code of HPaTaskChain.type (manual) or systemJobsGroups (scheduled)."""
    content: str = ""
    """Content type of the sets it works on; empty for scheduled jobs."""
    params: type[P]
    """Dataclass of `Annotated[type, Param(…)]` fields."""
    alma_id: str = ""
    """Id of the built-in job, the same in every institution; empty for types that
    an institution configures (processes, profile actions)."""
    action: str = ""
    """Integration profile action it carries out, as `TYPE/ACTION`; else empty."""
    tasks: int = 1
    """Tasks in the process; more than one cannot be started through the API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordJob(JobType[P], Generic[R, P]):
    """Changes records one at a time."""

    kind: Kind
    apply: Callable[[R, P], Outcome[R]]
    changed_label: str = "Records updated"
    """Label of the counter of changed records."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be written, and why."""

    record_id: str
    because: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a chunk of records becomes in a file."""

    data: bytes
    written: int
    """Records in `data`."""
    failures: Sequence[Failure] = ()
    repaired: int = 0
    """Records written with a small loss, such as a forbidden control character."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the files of an export look around their records."""

    stem: str
    """First part of the file name; the run's id follows."""
    extension: str
    """Without the dot."""
    header: bytes = b""
    footer: bytes = b""
    per_file: int = 0
    """Most records in one file; 0 means all in one."""
    numbered: bool = True
    """Whether `_1`, `_2` … follow in the file names."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where finished files are delivered."""

    endpoint: str
    """Id of a configured endpoint."""
    directory: str = ""
    """Below the endpoint's root."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The fact that a record was delivered."""

    run_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportJob(JobType[P], Generic[R, P]):
    """Writes records to files, and may send the files away."""

    kind: Kind
    render: Callable[[Sequence[R], P], Part]
    layout: Callable[[P], Layout]
    destination: Callable[[P], Destination | None]
    """Where the files go; None keeps them as artifacts only."""
    settle: Callable[[R, Sent], R] | None = None
    """The record after its delivery, for exports that change what they sent.
    The engine stores it in the transaction of the delivery."""
    link_counter: tuple[str, str] | None = None
    """Code and label of the counter that carries the files' common stem."""
    written_label: str = "Records exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob(JobType[P], Generic[R, P]):
    """Matches the records of files with stored ones, and stores what is to be."""

    kind: Kind
    request: Callable[[P], Request]
    intake: Intake
    prepare: Callable[[bytes, P], Arrival | Decision[R]]
    """From the bytes that came to what is matched, or to the decision against it."""
    narrow: Callable[[Arrival, Sequence[Candidate[R]], P], Sequence[Candidate[R]]]
    """From several stored records that match to those that count, in their order."""
    weighs_stock: Callable[[P], bool]
    """Whether that depends on what the library has of them."""
    decide: Callable[[Arrival, Sequence[R], P], Decision[R]]
    """From the incoming record and the stored ones that match it, sorted by id."""
    resolve: Callable[[Arrival, R | None, P], Decision[R]]
    """The same for what somebody decided: with this record, or with none."""
    name_new: Callable[[R, str, P], R]
    """A new record under its id; raises `ValueError` when that cannot be."""
    number_of: Callable[[bytes], str]
    """The 001 of an incoming record; empty where it has none."""
    skips_unresolved: Callable[[P], bool]
    """Whether what nobody decided on is left out for good."""
    in_order: Callable[[P], bool]
    """Whether a file waits until those before it are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupJob(JobType[P], Generic[R, P]):
    """Looks at groups of records that share a key."""

    kind: Kind
    group_by: Callable[[R, P], Sequence[str]]
    apply: Callable[[Sequence[R], P], Sequence[Outcome[R]]]
    """One outcome for each record of the group, in order."""
