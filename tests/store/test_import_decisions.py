"""Decisions on unresolved records, while a run carries others out."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from typing import Final

import pytest

from almandine.engine.run import Run
from almandine.faults import NothingToResolve, Refused
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from store.importing import (
    Interrupted,
    all_bibs,
    counters,
    decide,
    left_unresolved,
    resumed_now,
)
from store.workshop import Workshop

NEW: Final = Choice()
SKIP: Final = Choice(skip=True)
PATIENCE: Final = 0.3
"""Seconds that a decision is given to go past a chunk."""


def refused_by(run: Run) -> NothingToResolve:
    return NothingToResolve(run.run_id)


def test_what_is_decided_before_the_chunk_is_stored_is_carried_out(
    workshop: Workshop,
) -> None:
    run = left_unresolved(workshop, several=3)
    decide(workshop, run, NEW)
    there = all_bibs(workshop)
    store = Interrupted(workshop.store, before=lambda: decide(workshop, run, SKIP))
    resumed = resumed_now(workshop, run, store=store)
    assert store.done
    assert counters(resumed)[Action.MATCHED] == "3"
    assert all_bibs(workshop) == there


def test_what_is_decided_as_the_chunk_is_stored_is_refused(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=1)
    decide(workshop, run, NEW)
    decided: list[Future[None]] = []

    def decide_elsewhere() -> None:
        decided.append(others.submit(decide, workshop, run, SKIP))
        with suppress(TookTooLong):
            decided[0].exception(PATIENCE)

    with ThreadPoolExecutor(1) as others:
        store = Interrupted(workshop.store, within=decide_elsewhere)
        resumed = resumed_now(workshop, run, store=store)
    assert counters(resumed)["imported"] == "1"
    refused = decided[0].exception()
    assert isinstance(refused, Refused)
    assert refused.refusal == refused_by(run)


def test_what_is_carried_out_is_not_decided_again(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=1)
    decide(workshop, run, NEW)
    resumed_now(workshop, run)
    with pytest.raises(Refused) as refused:
        decide(workshop, run, SKIP)
    assert refused.value.refusal == refused_by(run)
