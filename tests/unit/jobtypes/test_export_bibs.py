"""Export bibs: the files, their names, and where they go."""

import pytest

from almandine.engine.jobtype import Destination, Failure, Layout, Part
from almandine.engine.parameters import bind, check
from almandine.faults import InvalidParameter, Refused
from almandine.formats.folder import Folder
from almandine.formats.marc_file import TOO_LONG, MarcFormat
from almandine.jobtypes.export_bibs import (
    ExportBibs,
    deliver_bibs,
    lay_out_bibs,
    render_bibs,
)
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from unit.jobtypes.records_of_emma import EMMA, LONG, RAW

BINARY = ExportBibs(output_format=MarcFormat.MARC)

OBSERVED = [
    ("task_ExportBibParams_outputFormat_string", "MARC21_XML"),
    ("task_ExportBibParams_outputRegistryFormat_string", "3"),
    ("task_ExportBibParams_maxSize_string", "0"),
    ("task_ExportBibParams_enrich_string", "Null"),
    ("task_ExportBibParams_exportFolder_string", "INSTITUTION"),
    ("task_ExportParams_ftpConfig_string", ""),
    ("task_ExportParams_ftpSubdirectory_string", ""),
    ("set_id", "8020260160005504"),
    ("job_name", "Export"),
]


def no_reference(_kind: str, _name: str) -> str | None:
    return None


def test_binary_is_the_stored_bytes_in_the_order_of_the_set() -> None:
    assert render_bibs([EMMA, EMMA], BINARY) == Part(RAW + RAW, 2)


def test_a_record_too_long_for_binary_fails_alone() -> None:
    failure = Failure("992", TOO_LONG)
    assert render_bibs([LONG, EMMA], BINARY) == Part(RAW, 1, (failure,))


def test_xml_is_the_default() -> None:
    assert render_bibs([EMMA], ExportBibs()) == Part(to_marcxml([RAW]).text, 1)


def test_a_record_too_long_for_binary_goes_into_xml_as_it_is() -> None:
    xml = to_marcxml([RAW]).text
    expected = Part(xml + LONG.marc + b"\n" + xml, 3)
    assert render_bibs([EMMA, LONG, EMMA], ExportBibs()) == expected


def test_binary_files_have_neither_header_nor_footer() -> None:
    assert lay_out_bibs(BINARY) == Layout("BIBLIOGRAPHIC", "mrc")


def test_xml_files_are_a_collection_of_at_most_so_many_records() -> None:
    layout = lay_out_bibs(ExportBibs(max_size=500))
    assert layout == Layout("BIBLIOGRAPHIC", "xml", HEADER, FOOTER, 500)


def test_files_stay_here_without_an_endpoint() -> None:
    assert deliver_bibs(ExportBibs(directory="out")) is None


def test_files_go_to_the_endpoint_below_its_directory() -> None:
    params = ExportBibs(endpoint="e1", directory="out")
    assert deliver_bibs(params) == Destination("e1", "out")


def test_the_observed_request_is_understood() -> None:
    params = bind(ExportBibs, check(ExportBibs, OBSERVED, no_reference))
    assert params == ExportBibs(registry="3", folder=Folder.INSTITUTION)


def test_a_format_that_nobody_knows_is_refused() -> None:
    name = "task_ExportBibParams_outputFormat_string"
    with pytest.raises(Refused) as caught:
        check(ExportBibs, [(name, "PDF")], no_reference)
    allowed = ", ".join(MarcFormat)
    assert caught.value.refusal == InvalidParameter(name, "PDF", allowed)
