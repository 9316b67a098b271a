"""House rules over the documentation: links lead somewhere, examples are sound."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from contract.fences import CHECKS, Fence, fences_of
from contract.tree import MARKDOWN, ROOT, name_of, repository_files

LINK: Final = re.compile(r"\]\((?!https?:|mailto:)(?P<target>[^)\s]+)\)")
HEADING: Final = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
PATH: Final = re.compile(r"`((?:src|tests|docs|bench)/[\w./-]+)`")
PLACEHOLDER: Final = "NNNN"
FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)

REGISTRIES: Final = [
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("golang", "org"),
    )
]
"""Put together here, so that this file does not name them either."""
EXAMPLES: Final = [
    each for file in MARKDOWN for each in fences_of(file) if each.language in CHECKS
]
PLACES: Final = [f"{ROOT}/".encode(), f"{sys.base_prefix}/".encode()]


def links(file: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor of each relative link."""
    prose = FENCED.sub("", file.read_text(encoding="utf-8"))
    for match in LINK.finditer(prose):
        path, _, anchor = match["target"].partition("#")
        yield (file.parent / path if path else file), anchor


def anchors(file: Path) -> set[str]:
    """Return the anchors that a forge makes of the headings of a page."""
    prose = FENCED.sub("", file.read_text(encoding="utf-8"))
    headings = (match["text"].lower() for match in HEADING.finditer(prose))
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("file", MARKDOWN, ids=name_of)
def test_its_relative_links_lead_to_files_and_headings(file: Path) -> None:
    broken = [
        f"{target}#{anchor}"
        for target, anchor in links(file)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]
    assert broken == []


@pytest.mark.parametrize("file", MARKDOWN, ids=name_of)
def test_the_files_that_it_names_are_there(file: Path) -> None:
    named = PATH.findall(FENCED.sub("", file.read_text(encoding="utf-8")))
    real = [name for name in named if PLACEHOLDER not in name]
    assert [name for name in real if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "fence", EXAMPLES, ids=lambda each: f"{name_of(each.file)}:{each.line}"
)
def test_a_fenced_example_can_be_read(fence: Fence) -> None:
    CHECKS[fence.language](fence.text)


def test_every_page_of_the_documentation_can_be_reached_from_its_index() -> None:
    pages = {file for file in MARKDOWN if (ROOT / "docs") in file.parents}
    index = ROOT / "docs" / "README.md"
    reached, to_visit = {index}, [index]
    while to_visit:
        targets = {target.resolve() for target, _ in links(to_visit.pop())}
        new = (targets & pages) - reached
        reached |= new
        to_visit.extend(new)
    assert sorted(map(name_of, pages - reached)) == []


def test_no_file_names_a_package_registry_or_a_place_of_this_machine() -> None:
    found = [
        f"{name_of(file)} names {word.decode()}"
        for file in repository_files()
        for word in (*REGISTRIES, *PLACES)
        if word in file.read_bytes()
    ]
    assert found == []
