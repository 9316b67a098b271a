"""Export items: the file, its name, and where it goes."""

from almandine.engine.jobtype import Destination, Layout, Part
from almandine.engine.parameters import bind, check
from almandine.formats.folder import Folder
from almandine.formats.items_csv import HEADER, item_line
from almandine.jobtypes.export_items import (
    ExportItems,
    deliver_items,
    lay_out_items,
    render_items,
)
from unit.jobtypes.records_of_emma import ITEM


def test_each_item_is_a_line_in_the_order_of_the_set() -> None:
    line = item_line(ITEM)
    assert render_items([ITEM, ITEM], ExportItems()) == Part(line + line, 2)


def test_column_names_stand_on_top() -> None:
    assert lay_out_items(ExportItems()) == Layout("PHYSICAL_ITEMS", "csv", HEADER)


def test_files_stay_here_without_an_endpoint() -> None:
    assert deliver_items(ExportItems()) is None


def test_files_go_to_the_endpoint_below_its_directory() -> None:
    params = ExportItems(endpoint="e1", directory="out")
    assert deliver_items(params) == Destination("e1", "out")


def test_the_observed_request_is_understood() -> None:
    observed = [
        ("task_ExportParams_outputFormat_string", "CSV"),
        ("task_ExportParams_exportFolder_string", "PRIVATE"),
        ("task_ExportParams_ftpConfig_string", "7"),
        ("task_ExportParams_ftpSubdirectory_string", "in"),
    ]
    settings = check(ExportItems, observed, lambda kind, name: f"{kind} {name}")
    expected = ExportItems(folder=Folder.PRIVATE, endpoint="endpoint 7", directory="in")
    assert bind(ExportItems, settings) == expected
