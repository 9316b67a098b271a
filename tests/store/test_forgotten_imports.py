"""What became of each record is kept for a time only."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest

from almandine.engine import prune
from almandine.engine.imports.resolve import choose
from almandine.engine.run import Run
from almandine.engine.sets.creation import make_set
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.faults import Refused, UnknownPopulation
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice
from store.importing import (
    IMPORT,
    add_profile,
    all_bibs,
    counters,
    import_now,
    left_unresolved,
    lines,
    put,
    resumed_now,
    vendor_records,
)
from store.workshop import Workshop

MOMENT: Final = timedelta(microseconds=1)


def imported(workshop: Workshop) -> Run:
    put(add_profile(workshop), "new.mrc", vendor_records(range(1, 26)))
    return import_now(workshop)


def forget_until(workshop: Workshop, run: Run, *, before: bool = False) -> None:
    assert run.ended_at is not None
    then = run.ended_at - MOMENT if before else run.ended_at
    prune.forget_lines(workshop.store, then)


def test_the_lines_of_a_run_are_there_until_its_time_is_over(
    workshop: Workshop,
) -> None:
    run = imported(workshop)
    forget_until(workshop, run, before=True)
    assert len(lines(workshop, run)) == 25
    forget_until(workshop, run)
    assert not lines(workshop, run)
    assert len(all_bibs(workshop)) == 25


def test_a_file_that_was_handled_is_skipped_for_good(workshop: Workshop) -> None:
    forget_until(workshop, imported(workshop))
    assert counters(import_now(workshop)) == {"files.skipped": "1"}


def test_what_is_unfinished_keeps_its_lines(workshop: Workshop) -> None:
    put(add_profile(workshop), "new.mrc", vendor_records([1]))
    run = workshop.submit(IMPORT)
    prune.forget_lines(workshop.store, workshop.clock.now())
    workshop.at_bench().execute(run.run_id)
    assert len(lines(workshop, run)) == 1


def test_what_waits_for_a_decision_is_kept_until_it_is_carried_out(
    workshop: Workshop,
) -> None:
    run = left_unresolved(workshop, several=2)
    first, second = lines(workshop, run, Action.UNRESOLVED)
    for one in (first, second):
        with workshop.store.write() as tx:
            choose(run.run_id, one.key_in_run, Choice(skip=True), tx)
        forget_until(workshop, run)
        assert len(lines(workshop, run)) == 2
    resumed_now(workshop, run)
    forget_until(workshop, run)
    assert not lines(workshop, run)


def test_what_is_skipped_for_good_is_not_waited_for(workshop: Workshop) -> None:
    run = left_unresolved(workshop, several=1, skip_unresolved="true")
    forget_until(workshop, run)
    assert not lines(workshop, run)


def test_lines_go_a_few_at_a_time(workshop: Workshop) -> None:
    run = imported(workshop)
    assert dropped(workshop, run, limit=10) == [10, 10, 5]


def dropped(workshop: Workshop, run: Run, *, limit: int) -> Sequence[int]:
    found: list[int] = []
    for _ in range(3):
        with workshop.store.write() as tx:
            found.append(tx.imports.drop_lines(run.run_id, limit))
    return found


def test_no_set_is_made_of_what_is_forgotten(workshop: Workshop) -> None:
    run = imported(workshop)
    asked = {"population": "IMPORTED", "job_instance_id": run.run_id}
    creator = Creator("emma", "Emma", workshop.clock.now())
    forget_until(workshop, run)
    with workshop.store.decide() as tx, pytest.raises(Refused) as refused:
        make_set(SetDraft(name="New"), asked, creator=creator, tx=tx)
    assert refused.value.refusal == UnknownPopulation("IMPORTED")
