"""Job types that a run must survive, or that tell what it did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from almandine.engine.jobtype import ExportJob, JobType, Layout, Part, RecordJob
from almandine.engine.outcome import Changed, Failed, Outcome, Unchanged
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import append
from almandine.records.marc.fields import data_field

STAMP_ID = "M77001"
WRITE_ID = "M77002"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to choose."""


def stamp(bib: Bib) -> Bib:
    """Add a field; doing it twice shows."""
    return replace(bib, marc=append(bib.marc, data_field("999", "  ", [("a", "s")])))


def number_of(bib: Bib) -> int:
    return int(bib.mms_id[2:14])


def stamp_each(bib: Bib, _params: Nothing) -> Outcome[Bib]:
    """Stamp most; leave each fifth alone, fail at each seventh."""
    number = number_of(bib)
    if number % 7 == 0:
        return Failed("seven")
    if number % 5 == 0:
        return Unchanged("five")
    return Changed(stamp(bib))


def stamping(
    apply: Callable[[Bib, Nothing], Outcome[Bib]] = stamp_each,
) -> RecordJob[Bib, Nothing]:
    return RecordJob(
        name="stamp_bibs",
        title="Stamp",
        category="INFORMATION_UPDATE",
        content="BIB_MMS",
        alma_id=STAMP_ID,
        params=Nothing,
        kind=Kind.BIB,
        apply=apply,
    )


def at_the(number: int, act: Callable[[], object]) -> RecordJob[Bib, Nothing]:
    """Return a job that does something else when it comes to the n-th bib."""

    def apply(bib: Bib, params: Nothing) -> Outcome[Bib]:
        if number_of(bib) == number:
            act()
        return stamp_each(bib, params)

    return stamping(apply)


def writing(
    render: Callable[[Sequence[Bib], Nothing], Part],
) -> ExportJob[Bib, Nothing]:
    return ExportJob(
        name="write_bibs",
        title="Write",
        category="EXPORT",
        content="BIB_MMS",
        alma_id=WRITE_ID,
        params=Nothing,
        kind=Kind.BIB,
        render=render,
        layout=lambda _: Layout("WRITTEN", "txt"),
        destination=lambda _: None,
    )


UNKNOWN_SHAPE: JobType[Nothing] = JobType(
    name="shapeless",
    title="Of no shape the engine knows",
    category="EXPORT",
    content="BIB_MMS",
    alma_id="M77003",
    params=Nothing,
)


def expected_event(number: int) -> tuple[str, str]:
    """Return outcome and message of a stamped bib."""
    if number % 7 == 0:
        return "failed", "seven"
    return ("unchanged", "five") if number % 5 == 0 else ("changed", "")


def stamps_of(bib: Bib) -> int:
    return bib.marc.count(b"  \x1fas\x1e")
