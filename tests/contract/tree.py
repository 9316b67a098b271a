"""The files of this repository, as house rules look at them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = sorted((ROOT / "src").rglob("*.py"))

_FOLDERS: Final = (
    ".ci",
    "bench",
    "chaos",
    "changelog.d",
    "docs",
    "requirements",
    "src",
    "tests",
)
"""Nothing else is the repository's: data directories and caches lie beside them."""
_HIDDEN: Final = (".gitignore", ".dockerignore")
_MADE: Final = frozenset({"__pycache__", "almandine.egg-info", ".so", ".c"})


def repository_files() -> Iterator[Path]:
    """Yield every file that belongs to the repository."""
    for each in sorted(ROOT.iterdir()):
        if each.is_file() and (each.name[0] != "." or each.name in _HIDDEN):
            yield each
    for folder in _FOLDERS:
        for each in sorted((ROOT / folder).rglob("*")):
            if each.is_file() and not _is_made(each):
                yield each


def _is_made(file: Path) -> bool:
    """Say whether a file is none of the repository's: it was made from others."""
    return file.suffix in _MADE or not _MADE.isdisjoint(file.parts)


def name_of(file: Path) -> str:
    """Return the path of a file within the repository."""
    return file.relative_to(ROOT).as_posix()


MARKDOWN: Final = [file for file in repository_files() if file.suffix == ".md"]
