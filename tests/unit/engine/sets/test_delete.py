"""Deleting sets."""

from dataclasses import replace

from almandine.engine.sets.delete import delete
from almandine.faults import SetInUse, UnknownSetToDelete
from unit.engine.sets.memory import BIBS, NOON, RUN, MemoryRuns, MemoryTx, holding
from unit.engine.sets.refusing import refusal_of


def test_a_set_that_is_not_there_cannot_be_deleted() -> None:
    refusal = refusal_of(lambda: delete("9", MemoryTx()))
    assert refusal == UnknownSetToDelete("9")


def test_a_set_that_a_run_works_on_stays() -> None:
    tx = MemoryTx(holding({"1": "a"}, BIBS), MemoryRuns([RUN]))
    assert refusal_of(lambda: delete("1", tx)) == SetInUse("1", "17")
    assert tx.sets == holding({"1": "a"}, BIBS)


def test_a_set_is_deleted_once_its_runs_have_ended() -> None:
    ended = replace(RUN, ended_at=NOON)
    tx = MemoryTx(holding({"1": "a"}, BIBS), MemoryRuns([ended]))
    delete("1", tx)
    assert tx.sets == holding({})
