"""Writes the OpenAPI documents anew: `python tests/unit/http/write_openapi.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from almandine.http.reference import write_openapi_files
from unit.http.edge import Edge

if __name__ == "__main__":
    root = Path(__file__).parents[3]
    write_openapi_files(Edge().services(), root / "docs" / "reference")
