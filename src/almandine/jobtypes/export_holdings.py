"""Export holdings: write the holdings records of a set to MARC files.

Reads    holdings a chunk at a time.
Writes   files only; never a record.
Repeats  safe: a second run makes files of its own.
Source   the parameters of the observed M48 request; id and file name are ours
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from almandine.engine.jobtype import Destination, ExportJob, Layout, Param, Part
from almandine.formats.folder import SubDirectory
from almandine.formats.marc_file import MarcFormat, marc_layout, marc_part
from almandine.records.holding import Holding
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class ExportHoldings:
    """What the librarian chose."""

    output_format: Annotated[
        MarcFormat, Param("task_ExportParams_outputFormat_string", "Output format")
    ] = MarcFormat.MARC21_XML
    max_size: Annotated[
        int, Param("task_ExportParams_maxSize_string", "Records in one file")
    ] = 0
    folder: Annotated[str, Param("task_ExportParams_exportFolder_string", "Folder")] = (
        ""
    )
    """Accepted and without effect: whoever may see the run may fetch its files."""
    endpoint: Annotated[
        str, Param("task_ExportParams_ftpConfig_string", "Deliver to", "endpoint")
    ] = ""
    directory: SubDirectory = ""


def render_holdings(holdings: Sequence[Holding], params: ExportHoldings) -> Part:
    """Write the records in the order of the set."""
    return marc_part(holdings, params.output_format)


def lay_out_holdings(params: ExportHoldings) -> Layout:
    """Name the files after what is in them."""
    return marc_layout("HOLDINGS", params.output_format, per_file=params.max_size)


def deliver_holdings(params: ExportHoldings) -> Destination | None:
    """Send the files away where an endpoint was chosen."""
    return Destination(params.endpoint, params.directory) if params.endpoint else None


JOB_TYPE = ExportJob(
    name="export_holdings",
    title="Export Holdings",
    category="EXPORT",
    content="HOLDING",
    alma_id="M901",
    kind=Kind.HOLDING,
    params=ExportHoldings,
    render=render_holdings,
    layout=lay_out_holdings,
    destination=deliver_holdings,
    link_counter=("c.jobs.bibExport.link", "Link to exported records"),
)
