"""Export holdings: the files, their names, and where they go."""

from almandine.engine.jobtype import Destination, Layout, Part
from almandine.formats.marc_file import MarcFormat
from almandine.jobtypes.export_holdings import (
    ExportHoldings,
    deliver_holdings,
    lay_out_holdings,
    render_holdings,
)
from almandine.records.marc.marcxml import to_marcxml
from unit.jobtypes.records_of_emma import HOLDING, RAW

BINARY = ExportHoldings(output_format=MarcFormat.ISO2709, max_size=10)


def test_binary_is_the_stored_bytes() -> None:
    assert render_holdings([HOLDING], BINARY) == Part(RAW, 1)


def test_xml_is_the_default() -> None:
    rendered = render_holdings([HOLDING], ExportHoldings())
    assert rendered == Part(to_marcxml([RAW]).text, 1)


def test_files_hold_at_most_so_many_records() -> None:
    assert lay_out_holdings(BINARY) == Layout("HOLDINGS", "mrc", per_file=10)


def test_files_stay_here_without_an_endpoint() -> None:
    assert deliver_holdings(ExportHoldings()) is None


def test_files_go_to_the_endpoint_below_its_directory() -> None:
    params = ExportHoldings(endpoint="e1", directory="out")
    assert deliver_holdings(params) == Destination("e1", "out")
