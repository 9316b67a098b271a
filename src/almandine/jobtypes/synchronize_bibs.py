"""Synchronize bibs: say what an external catalog is to get of each bib of a set.

Reads    one bib at a time.
Writes   the synchronization tag; never the MARC record.
Repeats  safe: a second run over the same set changes nothing.
Source   observed requests of job M12889770000231; HOLDINGS is documented only
"""

from dataclasses import dataclass, replace
from typing import Annotated

from almandine.engine.jobtype import Param, RecordJob
from almandine.engine.outcome import Changed, Unchanged
from almandine.records.bib import Bib, Sync
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class SynchronizeBibs:
    """What the librarian chose."""

    sync: Annotated[Sync, Param("task_MmsTaggingParams_boolean", "Publish")]


def synchronize_bib(bib: Bib, params: SynchronizeBibs) -> Changed[Bib] | Unchanged:
    """Set the tag, unless the bib already has it."""
    if bib.sync == params.sync:
        return Unchanged("already as asked")
    return Changed(replace(bib, sync=params.sync))


JOB_TYPE = RecordJob(
    name="synchronize_bibs",
    title="Synchronize Bib records with external catalog",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    alma_id="M12889770000231",
    kind=Kind.BIB,
    params=SynchronizeBibs,
    apply=synchronize_bib,
)
