"""Suppress bibs: hide each bib of a set from discovery, or show it again.

Reads    one bib at a time.
Writes   the suppression flag; never the MARC record.
Repeats  safe: a second run over the same set changes nothing.
Source   an observed request of "Set management tags"; the id is ours
"""

from dataclasses import dataclass, replace
from typing import Annotated

from almandine.engine.jobtype import Param, RecordJob
from almandine.engine.outcome import Changed, Unchanged
from almandine.records.bib import Bib
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class SuppressBibs:
    """What the librarian chose."""

    suppress: Annotated[
        bool, Param("task_MmsTaggingParams_boolean", "Hide from discovery")
    ]


def suppress_bib(bib: Bib, params: SuppressBibs) -> Changed[Bib] | Unchanged:
    """Set the flag, unless the bib already has it."""
    if bib.suppressed == params.suppress:
        return Unchanged("already as asked")
    return Changed(replace(bib, suppressed=params.suppress))


JOB_TYPE = RecordJob(
    name="suppress_bibs",
    title="Set management tags - Suppress Bib records from discovery",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    alma_id="M902",
    kind=Kind.BIB,
    params=SuppressBibs,
    apply=suppress_bib,
)
