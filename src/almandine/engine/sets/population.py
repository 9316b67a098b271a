"""Sets made of what an import run did to records."""

from collections.abc import Mapping
from typing import Final

from almandine.engine.imports.populations import populations_of
from almandine.engine.sets.combine import Derived, itemized_of
from almandine.engine.sets.create import create
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.jobs import POPULATION_SET, add_finished_run
from almandine.engine.sets.transaction import SetsTx
from almandine.faults import (
    IncompletePopulation,
    NotAnImportRun,
    Refused,
    UnknownPopulation,
    UnknownRun,
)

BIBS: Final = "BIB_MMS"
"""Content of all populations."""


def of_population(
    draft: SetDraft, asked: Mapping[str, str], *, creator: Creator, tx: SetsTx
) -> Derived | None:
    """Make a set of a run's population, if that is asked for.

    Raises:
        Refused: with `IncompletePopulation`, `UnknownRun`, `NotAnImportRun` or
            `UnknownPopulation`, or as `create` does.
    """
    population, run_id = asked.get("population"), asked.get("job_instance_id")
    if not population and not run_id:
        return None
    if not population or not run_id:
        raise Refused(IncompletePopulation())
    _check(population, run_id, tx)
    made = create(itemized_of([BIBS], draft), creator=creator, tx=tx)
    for batch in tx.imports.members(run_id, population):
        tx.sets.add_members(made.set_id, list(dict.fromkeys(batch)))
    members = tx.sets.member_count(made)
    run = add_finished_run(POPULATION_SET, made, members, creator=creator, tx=tx)
    return Derived(made, run)


def _check(population: str, run_id: str, tx: SetsTx) -> None:
    run = tx.runs.find(run_id)
    if run is None:
        raise Refused(UnknownRun(run_id))
    populations = populations_of(run)
    if not populations:
        raise Refused(NotAnImportRun(run_id))
    if population not in populations or _is_forgotten(run_id, populations, tx):
        raise Refused(UnknownPopulation(population))


def _is_forgotten(run_id: str, populations: Mapping[str, int], tx: SetsTx) -> bool:
    """Tell whether the run had records whose lines are not kept any more."""
    return any(populations.values()) and not tx.imports.has_lines(run_id)
