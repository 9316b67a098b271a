"""Writes the generated pages anew: `python tests/contract/write_pages.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from contract.pages import DOCS, write_pages

if __name__ == "__main__":
    write_pages(DOCS)
