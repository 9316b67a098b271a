"""House rules over files: their size, their first sentence, the form of decisions."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from contract.tree import ROOT, SOURCES, name_of

MAX_LINES: Final = 400
MAX_PROSE: Final = 40
ADRS: Final = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PARTS: Final = (
    "Status:",
    "Question:",
    "What we know",
    "Decision",
    "What it costs",
    "How we would notice we were wrong",
)
FORBIDDEN_NAMES: Final = {
    "utils",
    "helpers",
    "common",
    "manager",
    "service",
    "base",
    "misc",
}

every_adr: Final = pytest.mark.parametrize("file", ADRS, ids=name_of)


def prose_of(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("|")]


def test_no_source_file_is_longer_than_allowed() -> None:
    lengths = {name_of(each): len(each.read_text().splitlines()) for each in SOURCES}
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name_of(each)
        for each in SOURCES
        if not ast.get_docstring(ast.parse(each.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(each) for each in SOURCES if each.stem in FORBIDDEN_NAMES] == []


@every_adr
def test_a_decision_has_its_six_parts_in_order(file: Path) -> None:
    starts = [
        part for line in prose_of(file) for part in PARTS if line.startswith(part)
    ]
    assert starts == list(PARTS)


@every_adr
def test_a_decision_is_short(file: Path) -> None:
    assert len(prose_of(file)) <= MAX_PROSE


@every_adr
def test_the_number_of_a_decision_is_that_of_its_file(file: Path) -> None:
    title = file.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(rf"# {file.name[:4]} \S.+", title)


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [file.name[:4] for file in ADRS]
    assert numbers == sorted(set(numbers))
