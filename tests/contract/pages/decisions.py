"""Makes `adr/README.md`: the decisions, by number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.pages.markdown import joined

_DECISIONS: Final = Path(__file__).resolve().parents[3] / "docs" / "adr"
_INTRO: Final = """
# Decisions

What was decided where it could have gone another way: the question, what was known, what it costs, and how we would notice that we were wrong.
"""  # noqa: E501 - a line of prose is a sentence


def page() -> str:
    """Return the page."""
    return joined(_INTRO, "\n".join(_entries()))


def _entries() -> Iterator[str]:
    for file in sorted(_DECISIONS.glob("[0-9]*.md")):
        title = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        yield f"- [{title}]({file.name})"
