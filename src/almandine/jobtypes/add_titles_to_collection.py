"""Add titles to collection: make each bib of a set belong to a collection.

Reads    one bib at a time.
Writes   the bib's collections; never the MARC record.
Repeats  safe: a title that belongs already stays as it is.
Source   observed M50215 requests; what UNASSIGN_FROM_COLLECTION does is our reading
"""

from dataclasses import dataclass, replace
from typing import Annotated

from almandine.engine.jobtype import Param, RecordJob
from almandine.engine.outcome import Changed, Unchanged
from almandine.records.bib import Bib
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class AddTitlesToCollection:
    """What the librarian chose."""

    collection: Annotated[str, Param("COLLECTION_ID", "Collection", "collection")]
    collection_name: Annotated[str, Param("COLLECTION_NAME", "Name")] = ""
    """Shown only; the id decides."""
    unassign: Annotated[
        bool, Param("UNASSIGN_FROM_COLLECTION", "Take out of other collections")
    ] = False


def add_title(bib: Bib, params: AddTitlesToCollection) -> Changed[Bib] | Unchanged:
    """Add the collection, or make it the only one."""
    others = () if params.unassign else bib.collections
    collections = tuple(sorted({*others, params.collection}))
    if collections == bib.collections:
        return Unchanged("already in the collection")
    return Changed(replace(bib, collections=collections))


JOB_TYPE = RecordJob(
    name="add_titles_to_collection",
    title="Add Titles to Collection",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    alma_id="M50215",
    kind=Kind.BIB,
    params=AddTitlesToCollection,
    apply=add_title,
    changed_label="Titles added",
)
