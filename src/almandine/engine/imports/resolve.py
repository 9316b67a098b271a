"""Decide on records that an import left unresolved, and have that carried out."""

from dataclasses import dataclass
from typing import Final

from almandine.engine.catalogue import Catalogue
from almandine.engine.ports import Store, Tx
from almandine.engine.ports.imports import LineKey
from almandine.engine.run import Origin, Run, Status
from almandine.engine.submit import Submission, Submitted, submit
from almandine.engine.thresholds import Limits
from almandine.faults import InvalidParameter, NothingToResolve, Refused, UnknownRun
from almandine.records.importing.decision import Choice

NEW: Final = "new"
"""Decides that a record is imported as a new one."""
SKIP: Final = "skip"
"""Decides that it is not imported."""
RESUMES: Final = "resumes"
"""The parameter of import jobs that names the run whose records are meant."""
_LARGEST: Final = 2**31 - 1
"""Number of a file or position; databases cannot be asked for what is much larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption:
    """Who has the decisions on a run's records carried out."""

    run_id: str
    origin: Origin
    submitted_by: str
    submitted_by_name: str = ""


def waiting_run(run_id: str, tx: Tx) -> Run:
    """Return a run that has left records to be decided on.

    Raises:
        Refused: with `UnknownRun` or `NothingToResolve`.
    """
    run = tx.runs.find(run_id)
    if run is None:
        raise Refused(UnknownRun(run_id))
    if run.status is not Status.MANUAL_HANDLING_REQUIRED:
        raise Refused(NothingToResolve(run_id))
    return run


def read_choice(text: str) -> Choice:
    """Return what a text decides: an MMS ID, `new` or `skip`.

    Raises:
        Refused: with `InvalidParameter` for no text at all.
    """
    if not text:
        allowed = f"the MMS ID of one of its matches, {NEW}, {SKIP}"
        raise Refused(InvalidParameter("choice", text, allowed))
    if text == SKIP:
        return Choice(skip=True)
    return Choice("" if text == NEW else text)


def choice_text(choice: Choice | None) -> str | None:
    """Return the text of a decision; None where there is none."""
    if choice is None:
        return None
    return SKIP if choice.skip else choice.record_id or NEW


def choose(run_id: str, line: LineKey, choice: Choice, tx: Tx) -> None:
    """Decide on one record; until it is carried out, one may decide again.

    What is decided while a run works at it holds too: it is carried out, or refused.

    Raises:
        Refused: with `UnknownRun`, `NothingToResolve`, or `InvalidParameter` for a
            record that the incoming one does not match.
    """
    waiting_run(run_id, tx)
    if max(line) > _LARGEST:
        raise Refused(NothingToResolve(run_id))
    found = tx.imports.still_unresolved(run_id, [line]).get(line)
    if found is None:
        raise Refused(NothingToResolve(run_id))
    matches = found.line.matches
    if choice.record_id and choice.record_id not in matches:
        allowed = ", ".join([*matches, NEW, SKIP])
        raise Refused(InvalidParameter("choice", choice.record_id, allowed))
    # It may have been carried out since it was looked up.
    if not tx.imports.choose(run_id, line, choice):
        raise Refused(NothingToResolve(run_id))


def resume(
    resumption: Resumption, *, store: Store, catalogue: Catalogue, limits: Limits
) -> Submitted:
    """Queue a run of the same job that carries out what was decided by now.

    Raises:
        Refused: with `UnknownRun` or `NothingToResolve`, or as any submission.
    """
    with store.read() as tx:
        former = waiting_run(resumption.run_id, tx)
    submission = Submission(
        job_id=former.job_id,
        op="run",
        read_parameters=lambda: (),
        origin=resumption.origin,
        submitted_by=resumption.submitted_by,
        submitted_by_name=resumption.submitted_by_name,
        added=((RESUMES, former.run_id),),
    )
    return submit(submission, store=store, catalogue=catalogue, limits=limits)
