"""The page of the configuration file names every table and key there is."""

from pathlib import Path

import pytest
from msgspec.structs import fields

from almandine.engine.apply import plan
from almandine.engine.apply.plan import Plan, Table

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "configuration.md"
TABLES = [
    each
    for each in vars(plan).values()
    if isinstance(each, type) and issubclass(each, Table) and each is not Plan
]


def test_every_table_has_a_section() -> None:
    headings = [line for line in PAGE.read_text("utf-8").splitlines() if "###" in line]
    missing = [
        field.name
        for field in fields(Plan)
        if not any(f"[{field.name}]" in heading for heading in headings)
    ]
    assert missing == []


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_explained(table: type[Table]) -> None:
    page = PAGE.read_text("utf-8")
    missing = [each.name for each in fields(table) if f"`{each.name}`" not in page]
    assert missing == []
