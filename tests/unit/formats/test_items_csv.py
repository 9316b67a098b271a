"""The columns of the item file."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from almandine.formats.items_csv import HEADER, item_line
from almandine.records.bib import Heading
from unit.jobtypes.records_of_emma import ITEM

SHARED = Path(
    os.environ.get("ALMANDINE_SHARED", Path(__file__).resolve().parents[4] / "shared")
)


def test_the_header_is_the_one_of_the_sample() -> None:
    sample = SHARED / "jobs" / "samples" / "items_export.csv"
    if not sample.exists():
        pytest.skip(f"no sample at {sample}")
    assert HEADER.rstrip() == sample.read_bytes().rstrip()


def test_each_value_stands_under_its_name() -> None:
    item = replace(
        ITEM,
        heading=Heading("T", "A", "I", "S"),
        temp_library="TL",
        temp_location="TC",
        description="D",
        material_type="BOOK",
        item_policy="P",
        base_status="1",
        process_type="LOAN",
        po_line="POL-1",
        details={
            "PUBLIC_NOTE": "=1",
            "INTERNAL_NOTE_1": "N1",
            "STATISTICS_NOTE_1": "S1",
            "INVENTORY_NUMBER": "IN",
            "INVENTORY_DATE": "2026-11-23",
            "RECIEVED_DATE": "2026-11-24",
        },
    )
    values = [
        *("991", "221", "2310000000101001", "39000000000017", "T", "A", "I", "S"),
        *("MAIN", "offsite", "TL", "TC", "PR4034 .E5", "D", "BOOK", "P", "1", "LOAN"),
        *("POL-1", "'=1", "N1", "S1", "IN", "2026-11-23", "2026-11-24"),
    ]
    line = ",".join(f'"{value}"' for value in values) + "\r\n"
    assert item_line(item) == line.encode()


def test_what_an_item_lacks_is_empty() -> None:
    assert item_line(ITEM).count(b'""') == 17
