"""Sets made of what an import run did to records."""

from collections.abc import Mapping

from almandine.engine.sets.transaction import SetsTx
from almandine.faults import IncompletePopulation, NotAnImportRun, Refused, UnknownRun


def refuse_population(asked: Mapping[str, str], tx: SetsTx) -> None:
    """Raise when a set of a run's population is asked for.

    No run here imports metadata yet, so there is nothing such a set could hold.

    Raises:
        Refused: with `IncompletePopulation`, `UnknownRun` or `NotAnImportRun`.
    """
    population, run_id = asked.get("population"), asked.get("job_instance_id")
    if not population and not run_id:
        return
    if not population or not run_id:
        raise Refused(IncompletePopulation())
    if tx.runs.find(run_id) is None:
        raise Refused(UnknownRun(run_id))
    raise Refused(NotAnImportRun(run_id))
