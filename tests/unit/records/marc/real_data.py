"""The real records that lie beside a checkout; never a part of it.

They are looked for in `shared/data` next to the checkout, or below the directory that
ALMANDINE_SHARED names.
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
import zstandard

from almandine.records.marc.iso2709 import Broken, split

SHARED: Final = Path(
    os.environ.get("ALMANDINE_SHARED", Path(__file__).resolve().parents[5] / "shared")
)

NOT_BIBS: Final = b"zuvxy"
"""Leader position 6 of authorities and holdings."""
_PERMISSIVE: Final = "real_permissive.mrc.zst"


def has_real_data() -> bool:
    """Tell whether the records are there."""
    return (SHARED / "data" / _PERMISSIVE).exists()


def live_bibs() -> list[bytes]:
    """Return the real bibs that nobody has deleted, or skip the test."""
    records, _ = read(unpacked(_PERMISSIVE))
    return [raw for raw in records if raw[5] != ord("d") and raw[6] not in NOT_BIBS]


def unpacked(name: str) -> bytes:
    """Return a file of real records, or skip the test where there is none."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"no real records at {path}")
    reader = zstandard.ZstdDecompressor().stream_reader(path.read_bytes())
    return reader.read()


def read(data: bytes) -> tuple[list[bytes], list[Broken]]:
    """Split into accepted and broken records."""
    found = list(split(BytesIO(data)))
    accepted = [one for one in found if isinstance(one, bytes)]
    return accepted, [one for one in found if isinstance(one, Broken)]
