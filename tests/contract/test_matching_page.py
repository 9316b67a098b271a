"""The page on matching and merging names all that there is, as it is."""

from pathlib import Path
from typing import Final

import pytest

from almandine.records.matching.methods import CLASS_NAMES, MatchMethod
from almandine.records.merging.brief_level import PARTS
from almandine.records.merging.methods import TITLES, MergeMethod
from almandine.records.validation.checks import Check
from almandine.records.validation.validate import DEFAULTS

PAGE: Final = (
    Path(__file__).parents[2] / "docs/explain/matching-and-merging.md"
).read_text(encoding="utf-8")
ROWS: Final = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
]


def row(name: str) -> list[str]:
    """Return the cells of the row that begins with a name."""
    [found] = [cells for cells in ROWS if cells[0] == name]
    return found


@pytest.mark.parametrize("method", MatchMethod)
def test_each_match_method_has_a_row_with_its_class_names(method: MatchMethod) -> None:
    names = [f"`{name}`" for name, meant in CLASS_NAMES.items() if meant is method]
    assert row(f"`{method}`")[2] == ", ".join(names)


@pytest.mark.parametrize("method", MergeMethod)
def test_each_merge_method_has_a_column_and_a_name(method: MergeMethod) -> None:
    assert TITLES[method] in row("field")
    assert f"`{method}`" in PAGE


@pytest.mark.parametrize(("part", "tags"), PARTS.items())
def test_each_part_of_a_full_record_has_its_fields(
    part: str, tags: tuple[bytes, ...]
) -> None:
    assert row(part)[1] == ", ".join(tag.decode() for tag in tags)


@pytest.mark.parametrize("check", Check)
def test_each_check_has_its_severity(check: Check) -> None:
    assert row(f"`{check}`")[2].startswith(f"`{DEFAULTS[check]}`")
