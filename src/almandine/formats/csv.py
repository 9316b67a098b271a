# Compiled as it is, where the set-up can: ADR 0033.
"""CSV that spreadsheets open as text, never as formulas.

Lines end in CR LF and every cell is quoted (RFC 4180); the file is UTF-8 without a
byte order mark. A cell that a spreadsheet would calculate, because it begins with
`=`, `+`, `-`, `@`, a tab, a carriage return or NUL, gets an apostrophe in front: notes
and titles come from many hands, and a formula in one of them runs on the machine of
whoever opens the file. Readers that want the plain value drop that one apostrophe.
"""

import re
from collections.abc import Iterable
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\0")
_FORMULA: Final = re.compile(f'"[{re.escape("".join(FORMULA_STARTS))}]')
_END: Final = b"\r\n"


def csv_line(cells: Iterable[str]) -> bytes:
    """Write one line, its end included."""
    cells = list(cells)
    line = '"' + '","'.join(cells) + '"'
    if line.count('"') > 2 * len(cells) or _FORMULA.search(line):
        line = ",".join(map(_quoted, cells))
    return line.encode() + _END


def _quoted(cell: str) -> str:
    harmless = "'" + cell if cell.startswith(FORMULA_STARTS) else cell
    return '"' + harmless.replace('"', '""') + '"'
