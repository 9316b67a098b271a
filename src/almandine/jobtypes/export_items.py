"""Export items: write the physical items of a set to a CSV file.

Reads    items a chunk at a time, with call number and heading.
Writes   files only; never a record.
Repeats  safe: a second run makes files of its own.
Source   an observed M48 request; the columns are ours
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from almandine.engine.jobtype import Destination, ExportJob, Layout, Param, Part
from almandine.formats.folder import SubDirectory
from almandine.formats.items_csv import HEADER, item_line
from almandine.records.item import Item
from almandine.records.kind import Kind


class ItemFormat(StrEnum):
    """What the file can be."""

    CSV = "CSV"


@dataclass(frozen=True, slots=True)
class ExportItems:
    """What the librarian chose."""

    output_format: Annotated[
        ItemFormat, Param("task_ExportParams_outputFormat_string", "Output format")
    ] = ItemFormat.CSV
    folder: Annotated[str, Param("task_ExportParams_exportFolder_string", "Folder")] = (
        ""
    )
    """Accepted and without effect: whoever may see the run may fetch its files."""
    endpoint: Annotated[
        str, Param("task_ExportParams_ftpConfig_string", "Deliver to", "endpoint")
    ] = ""
    directory: SubDirectory = ""


def render_items(items: Sequence[Item], _params: ExportItems) -> Part:
    """Write one line an item, in the order of the set."""
    return Part(b"".join(map(item_line, items)), len(items))


def lay_out_items(_params: ExportItems) -> Layout:
    """Put the column names on top."""
    return Layout("PHYSICAL_ITEMS", "csv", header=HEADER)


def deliver_items(params: ExportItems) -> Destination | None:
    """Send the files away where an endpoint was chosen."""
    return Destination(params.endpoint, params.directory) if params.endpoint else None


JOB_TYPE = ExportJob(
    name="export_items",
    title="Export Physical Items",
    category="EXPORT",
    content="ITEM",
    alma_id="M48",
    kind=Kind.ITEM,
    params=ExportItems,
    render=render_items,
    layout=lay_out_items,
    destination=deliver_items,
    link_counter=("c.jobs.bibExport.link", "Link to exported records"),
    written_label="Items exported",
)
