"""The jobs of the simulated library: each change counts, each file can be foretold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from almandine.engine.job import Job
from almandine.engine.jobtype import (
    Destination,
    ExportJob,
    Failure,
    Layout,
    Param,
    Part,
    RecordJob,
    Sent,
)
from almandine.engine.outcome import Changed, Failed, Outcome, Unchanged
from almandine.records.kind import Kind
from simulation.memory.tables import Card

ENDPOINT: Final = "robot"
STAMPS: Final = ("M71", "M72")
WRITE: Final = "M73"
SEND: Final = Job(
    job_id="S74",
    job_type="send_cards",
    name="Send",
    description="",
    category="FULFILLMENT",
    profile_id="p1",
    schedule="EVERY_DAY_02",
)


@dataclass(frozen=True, slots=True)
class Marked:
    """By what the stamps of a run are known."""

    mark: Annotated[str, Param("mark", "Mark")]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to choose."""


def number_of(card_id: str) -> int:
    return int(card_id[1:])


def stamp(card: Card, params: Marked) -> Outcome[Card]:
    """Stamp most; leave each fifth alone, fail at each seventh."""
    number = number_of(card.record_id)
    if number % 7 == 0:
        return Failed("seven")
    if number % 5 == 0:
        return Unchanged("five")
    return Changed(replace(card, stamps=(*card.stamps, params.mark)))


def is_writable(card_id: str) -> bool:
    return number_of(card_id) % 9 != 0


def written(card_ids: Sequence[str]) -> bytes:
    """Return what a file says of these, those that cannot be written left out."""
    return "".join(f"{each}\n" for each in card_ids if is_writable(each)).encode()


def render(cards: Sequence[Card], _params: Nothing) -> Part:
    ids = [card.record_id for card in cards]
    failures = [Failure(each, "nine") for each in ids if not is_writable(each)]
    return Part(written(ids), len(ids) - len(failures), failures)


def settle(card: Card, sent: Sent) -> Card:
    return replace(card, sent_by=sent.run_id)


def _stamping(number: int, job_id: str) -> RecordJob[Card, Marked]:
    return RecordJob(
        name=f"stamp_{number}",
        title="Stamp",
        category="INFORMATION_UPDATE",
        content="BIB_MMS",
        alma_id=job_id,
        params=Marked,
        kind=Kind.BIB,
        apply=stamp,
    )


WRITING: Final = ExportJob(
    name="write_cards",
    title="Write",
    category="EXPORT",
    content="BIB_MMS",
    alma_id=WRITE,
    params=Nothing,
    kind=Kind.BIB,
    render=render,
    layout=lambda _: Layout("WRITTEN", "txt", b"<", b">"),
    destination=lambda _: None,
)
SENDING: Final = ExportJob(
    name="send_cards",
    title="Send",
    category="FULFILLMENT",
    params=Nothing,
    kind=Kind.REQUEST,
    render=render,
    layout=lambda _: Layout("SENT", "txt", b"<", b">", per_file=7),
    destination=lambda _: Destination(ENDPOINT),
    settle=settle,
)
JOB_TYPES: Final = {
    each.name: each
    for each in (
        *(_stamping(number, job_id) for number, job_id in enumerate(STAMPS)),
        WRITING,
        SENDING,
    )
}
