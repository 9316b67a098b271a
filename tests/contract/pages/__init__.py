"""Pages of the reference that are made from the code, so that they cannot lie.

`python tests/contract/write_pages.py` writes them; a test fails while one is stale.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from contract.pages import (
    code_tables,
    errors,
    job_parameters,
    query_language,
    routes,
    settings,
)

ROOT: Final = Path(__file__).resolve().parents[3]
REFERENCE: Final = ROOT / "docs" / "reference"

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "code-tables.md": code_tables.page,
    "errors.md": errors.page,
    "job-parameters.md": job_parameters.page,
    "query-language.md": query_language.page,
    "routes.md": routes.page,
    "settings.md": settings.page,
}
"""What makes each page, by its file name."""


def write_pages(directory: Path) -> None:
    """Write every page over what is there."""
    for name, page in PAGES.items():
        (directory / name).write_text(page(), encoding="utf-8")
