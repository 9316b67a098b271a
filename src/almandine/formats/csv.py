"""CSV that spreadsheets open as text, never as formulas.

Lines end in CR LF and every cell is quoted (RFC 4180); the file is UTF-8 without a
byte order mark. A cell that a spreadsheet would calculate, because it begins with
`=`, `+`, `-`, `@`, a tab, a carriage return or NUL, gets an apostrophe in front: notes
and titles come from many hands, and a formula in one of them runs on the machine of
whoever opens the file. Readers that want the plain value drop that one apostrophe.
"""

from collections.abc import Iterable
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\0")


def csv_line(cells: Iterable[str]) -> bytes:
    """Write one line, its end included."""
    return (",".join(map(_quoted, cells)) + "\r\n").encode()


def _quoted(cell: str) -> str:
    harmless = "'" + cell if cell.startswith(FORMULA_STARTS) else cell
    return '"' + harmless.replace('"', '""') + '"'
