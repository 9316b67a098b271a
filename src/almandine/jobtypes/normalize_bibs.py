"""Normalize bibs: change the MARC record of each bib of a set by rules.

Reads    one bib at a time.
Writes   the MARC record, spliced; fields that no rule is for keep their bytes.
Repeats  as its rules do: most change nothing the second time, addField adds again.
Source   observed normalization requests; the language is in `records.marc.rules`
"""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from almandine.engine.jobtype import Param, RecordJob
from almandine.engine.outcome import Changed, Failed, Unchanged
from almandine.formats.marc_file import is_kept_as_xml
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import TooLongForIso2709
from almandine.records.marc.rules import RuleError, compile_rules

KEPT_AS_XML: Final = "too long for ISO 2709; rules work on ISO 2709 only"


@dataclass(frozen=True, slots=True)
class NormalizeBibs:
    """What the process and the librarian chose."""

    rules: Annotated[str, Param("task_*_droolesFileKey", "Normalization rules", "rule")]
    """The text of the rules, which the request names."""
    distribution: Annotated[bool, Param("task_*_distribution", "Distribute")] = False
    """Accepted and without effect: there is nobody to distribute changes to."""


def normalize_bib(bib: Bib, params: NormalizeBibs) -> Changed[Bib] | Unchanged | Failed:
    """Run the rules over the record."""
    if is_kept_as_xml(bib.marc):
        return Failed(KEPT_AS_XML)
    try:
        marc = compile_rules(params.rules)(bib.marc)
    except (RuleError, TooLongForIso2709) as error:
        return Failed(str(error))
    if marc == bib.marc:
        return Unchanged("no rule changes it")
    return Changed(replace(bib, marc=marc))


JOB_TYPE = RecordJob(
    name="normalize_bibs",
    title="MARC 21 Bib normalization",
    category="NORMALIZATION",
    content="BIB_MMS",
    kind=Kind.BIB,
    params=NormalizeBibs,
    apply=normalize_bib,
)
