"""`python -m bench.scale PAGE`: write the page's tables anew from its inputs.

With a file of figures behind it, what was measured becomes the page's input first.
"""

import sys
from pathlib import Path

from bench.figures import read_figures
from bench.scale.inputs import DEFAULT, measured, read_rows
from bench.scale.page import written


def main(file: str, figures: str = "") -> None:
    """Write the tables of a page anew; a page without inputs gets ours."""
    page = Path(file)
    text = page.read_text(encoding="utf-8")
    sheet = read_rows(text) if "| `iso_rate` |" in text else DEFAULT
    if figures:
        sheet = measured(sheet, read_figures(Path(figures)))
    page.write_text(written(text, sheet), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
