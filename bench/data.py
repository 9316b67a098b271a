"""The records that everything is measured on, as files with a fingerprint."""

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from typing import Final

import zstandard

from almandine.records.marc.edits import (
    TooLongForIso2709,
    replace_fields,
    set_control,
)
from almandine.records.marc.fields import data_field
from almandine.records.marc.iso2709 import split
from almandine.records.sample import marc_stream

SEED: Final = 1
SHARED: Final = Path(
    os.environ.get("ALMANDINE_SHARED", Path(__file__).resolve().parents[2] / "shared")
)
REAL: Final = SHARED / "data" / "real_permissive.mrc.zst"
_TYPE_AT: Final = 6
_BIB_TYPES: Final = b"acdefgijkmoprt"


@dataclass(frozen=True, slots=True)
class Stream:
    """A file of records."""

    name: str
    path: Path
    records: int
    sha256: str

    @property
    def note(self) -> str:
        """Say what it is, and by what it is known again."""
        size = self.path.stat().st_size
        mean = size / self.records if self.records else 0
        return (
            f"{self.name}: {self.records:,} records, {size / 1e6:,.1f} MB,"
            f" mean {mean:,.0f} bytes, sha256 {self.sha256}"
        )


def stream(name: str, directory: Path, count: int) -> Stream:
    """Write `count` sound bibs, `sample` or `real` ones, to a file."""
    found = real_bibs() if name == "real" else marc_stream(SEED, count, 0)
    return written(name, directory / f"{name}.mrc", islice(found, count))


def names(chosen: str) -> list[str]:
    """Return the streams that are meant and there: `sample`, `real` or `both`.

    Raises:
        FileNotFoundError: when none is.
    """
    wanted = ["sample", "real"] if chosen == "both" else [chosen]
    there = [name for name in wanted if name != "real" or REAL.exists()]
    if not there:
        raise FileNotFoundError(f"no real records at {REAL}")
    return there


def written(name: str, path: Path, records: Iterable[bytes]) -> Stream:
    """Write records to a file one after the other."""
    digest = hashlib.sha256()
    number = 0
    with path.open("wb") as file:
        for number, raw in enumerate(records, start=1):  # noqa: B007 - counts them
            file.write(raw)
            digest.update(raw)
    return Stream(name, path, number, digest.hexdigest())


def records_of(source: Stream) -> Iterator[bytes]:
    """Yield the sound records of a file."""
    with source.path.open("rb") as file:
        yield from (each for each in split(file) if isinstance(each, bytes))


def real_bibs() -> Iterator[bytes]:
    """Yield the real bibs again and again; from the second time on renumbered."""
    once = list(_bibs_in(REAL))
    yield from once
    for number, raw in zip(count_from(1), _endlessly(once), strict=False):
        yield _renumbered(raw, number)


def _bibs_in(path: Path) -> Iterator[bytes]:
    unpacked = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read()
    for one in split(io.BytesIO(unpacked)):
        if isinstance(one, bytes) and one[_TYPE_AT] in _BIB_TYPES:
            yield one


def _endlessly(records: list[bytes]) -> Iterator[bytes]:
    while records:
        yield from records


def _renumbered(raw: bytes, number: int) -> bytes:
    """Give the record numbers that no other has, where there is room for them."""
    system_number = data_field("035", "  ", [("a", f"(BENCH){number}")])
    try:
        numbered = set_control(raw, "001", f"88{number:010d}")
        return replace_fields(numbered, "035", [system_number])
    except TooLongForIso2709:
        return raw
