"""Remove titles from collection: take each bib of a set out of a collection.

Reads    one bib at a time.
Writes   the bib's collections; never the MARC record.
Repeats  safe: a title that is not in the collection stays as it is.
Source   the job list with M50216, and observed requests of its sibling
"""

from dataclasses import dataclass, replace
from typing import Annotated

from almandine.engine.jobtype import Param, RecordJob
from almandine.engine.outcome import Changed, Unchanged
from almandine.records.bib import Bib
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class RemoveTitlesFromCollection:
    """What the librarian chose."""

    collection: Annotated[str, Param("COLLECTION_ID", "Collection", "collection")]
    collection_name: Annotated[str, Param("COLLECTION_NAME", "Name")] = ""
    """Shown only; the id decides."""


def remove_title(
    bib: Bib, params: RemoveTitlesFromCollection
) -> Changed[Bib] | Unchanged:
    """Drop the collection, where the bib has it."""
    if params.collection not in bib.collections:
        return Unchanged("not in the collection")
    left = tuple(each for each in bib.collections if each != params.collection)
    return Changed(replace(bib, collections=left))


JOB_TYPE = RecordJob(
    name="remove_titles_from_collection",
    title="Remove Titles from Collection",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    alma_id="M50216",
    kind=Kind.BIB,
    params=RemoveTitlesFromCollection,
    apply=remove_title,
    changed_label="Titles removed",
)
