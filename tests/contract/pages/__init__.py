"""Pages that are made from what they are about, so that they cannot lie.

`python tests/contract/write_pages.py` writes them; a test fails while one is stale.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from contract.pages import (
    code_tables,
    command_line,
    decisions,
    errors,
    job_parameters,
    query_language,
    routes,
    settings,
)

ROOT: Final = Path(__file__).resolve().parents[3]
DOCS: Final = ROOT / "docs"
REFERENCE: Final = DOCS / "reference"

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "adr/README.md": decisions.page,
    "reference/cli.md": command_line.page,
    "reference/code-tables.md": code_tables.page,
    "reference/errors.md": errors.page,
    "reference/job-parameters.md": job_parameters.page,
    "reference/query-language.md": query_language.page,
    "reference/routes.md": routes.page,
    "reference/settings.md": settings.page,
}
"""What makes each page, by its place under `docs/`."""


def write_pages(directory: Path) -> None:
    """Write every page over what is there."""
    for name, page in PAGES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(page(), encoding="utf-8")
