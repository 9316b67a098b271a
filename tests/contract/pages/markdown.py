"""The little Markdown that generated pages need."""

from collections.abc import Iterable, Sequence


def joined(*blocks: str) -> str:
    """Return the blocks with an empty line between them."""
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars and line breaks in cells do no harm."""
    ruler = ["---"] * len(heads)
    return "\n".join(_line(cells) for cells in [heads, ruler, *rows])


def _line(cells: Sequence[str]) -> str:
    return "".join(f"|{_cell(text)}" for text in cells) + "|"


def _cell(text: str) -> str:
    words = " ".join(text.split()).replace("|", "\\|")
    return f" {words} " if words else " "


def code(text: str) -> str:
    """Return a text as code; nothing where there is none."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    """Return texts as code, with commas between them."""
    return ", ".join(map(code, texts))
