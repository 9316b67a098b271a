"""Makes `code-tables.md`: every code that the service sends, and its standing."""

from collections.abc import Iterator, Mapping
from typing import Final

from almandine.wire.codes import COUNTERS, TABLES, Code
from contract.pages.markdown import code, joined, table

_INTRO: Final = """
# Code tables

What `GET /almaws/v1/conf/code-tables/{name}` answers, and how far it can be relied on.
The vendor's full tables are not public: what the documentation or real traffic shows is kept to the letter, the rest is ours and says so.

- **documented**: in the vendor's public documentation.
- **observed**: in real traffic, fixtures or client code.
- **ours**: nothing is published; do not rely on it against Alma.

Evidence that begins with CONTRACT names a section of the collection of facts that this project was begun with; it is not part of this repository.
"""  # noqa: E501 - a line of prose is a sentence
_COUNTERS: Final = (
    "Codes of the lines of reports. "
    "They are not a table that can be asked for; "
    "lines of Almandine's own have codes that begin with `almandine.records.`."
)
_HEADS: Final = ("code", "description", "standing", "evidence")


def page() -> str:
    """Return the page."""
    return joined(
        _INTRO, *_sections(), "## Counters", _COUNTERS, _table_of_codes(COUNTERS)
    )


def _sections() -> Iterator[str]:
    for name, codes in TABLES.items():
        yield f"## {name}"
        yield _table_of_codes(codes)


def _table_of_codes(codes: Mapping[str, Code]) -> str:
    rows = (
        (code(each.code), each.description, each.standing, each.evidence)
        for each in codes.values()
    )
    return table(_HEADS, rows)
