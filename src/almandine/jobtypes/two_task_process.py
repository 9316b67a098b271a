"""Two-task process: show each bib of a set again, and publish it in full.

Reads    one bib at a time.
Writes   the suppression flag and the synchronization tag; never the MARC record.
Repeats  safe: a second run over the same set changes nothing.
Source   error 402231 of the API page, which needs a process of several tasks
"""

from dataclasses import dataclass, replace

from almandine.engine.jobtype import RecordJob
from almandine.engine.outcome import Changed, Unchanged
from almandine.records.bib import Bib, Sync
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class TwoTaskProcess:
    """Nothing to choose."""


def release_bib(bib: Bib, _params: TwoTaskProcess) -> Changed[Bib] | Unchanged:
    """Do both tasks at once."""
    released = replace(bib, suppressed=False, sync=Sync.BIBS)
    return Unchanged("already released") if released == bib else Changed(released)


JOB_TYPE = RecordJob(
    name="two_task_process",
    title="Release Bib records",
    description="Show in discovery and synchronize with external catalog: two tasks",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    alma_id="M990",
    tasks=2,
    kind=Kind.BIB,
    params=TwoTaskProcess,
    apply=release_bib,
)
