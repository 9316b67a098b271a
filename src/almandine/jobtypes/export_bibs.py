"""Export bibs: write the bibliographic records of a set to MARC files.

Reads    bibs a chunk at a time.
Writes   files only; never a record.
Repeats  safe: a second run makes files of its own.
Source   an observed M44 request, and the export parameters seen with M47 and M48
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from almandine.engine.jobtype import Destination, ExportJob, Layout, Param, Part
from almandine.formats.folder import Folder, SubDirectory
from almandine.formats.marc_file import MarcFormat, marc_layout, marc_part
from almandine.records.bib import Bib
from almandine.records.kind import Kind


@dataclass(frozen=True, slots=True)
class ExportBibs:
    """What the librarian chose."""

    output_format: Annotated[
        MarcFormat, Param("task_ExportBibParams_outputFormat_string", "Output format")
    ] = MarcFormat.MARC21_XML
    registry: Annotated[
        str, Param("task_ExportBibParams_outputRegistryFormat_string", "Registry")
    ] = ""
    """Accepted and without effect, like `enrich`."""
    max_size: Annotated[
        int, Param("task_ExportBibParams_maxSize_string", "Records in one file")
    ] = 0
    enrich: Annotated[
        str, Param("task_ExportBibParams_enrich_string", "Add information")
    ] = ""
    folder: Annotated[
        Folder, Param("task_ExportBibParams_exportFolder_string", "Folder")
    ] = Folder.PRIVATE
    endpoint: Annotated[
        str, Param("task_ExportParams_ftpConfig_string", "Deliver to", "endpoint")
    ] = ""
    directory: SubDirectory = ""


def render_bibs(bibs: Sequence[Bib], params: ExportBibs) -> Part:
    """Write the records in the order of the set."""
    return marc_part(bibs, params.output_format)


def lay_out_bibs(params: ExportBibs) -> Layout:
    """Name the files after what clients look for."""
    return marc_layout("BIBLIOGRAPHIC", params.output_format, per_file=params.max_size)


def deliver_bibs(params: ExportBibs) -> Destination | None:
    """Send the files away where an endpoint was chosen."""
    return Destination(params.endpoint, params.directory) if params.endpoint else None


JOB_TYPE = ExportJob(
    name="export_bibs",
    title="Export Bibliographic Records",
    category="EXPORT",
    content="BIB_MMS",
    alma_id="M44",
    kind=Kind.BIB,
    params=ExportBibs,
    render=render_bibs,
    layout=lay_out_bibs,
    destination=deliver_bibs,
    link_counter=("c.jobs.bibExport.link", "Link to exported records"),
)
