"""Bulk loading of real records, where `shared/data` is present."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from almandine.records.kind import Kind
from almandine.records.marc.iso2709 import split
from almandine.store.load import IdPolicy, LoadReport, load_bibs
from almandine.store.tables.records import bib
from databases.homes import Home
from store.loading import ids
from store.shelves import Shelves, stream
from unit.records.marc.real_data import unpacked


@pytest.fixture(scope="module")
def real(
    tables: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Shelves, list[bytes]]]:
    """All real bibs, loaded once; skipped where there is no shared data."""
    data = unpacked("real_permissive.mrc.zst")
    bibs = [
        raw
        for raw in split(BytesIO(data))
        if isinstance(raw, bytes) and raw[6] not in b"uvxyz"
    ]
    shelves = Shelves(tables.copied(tmp_path_factory.mktemp("real") / "data"))
    yield shelves, bibs
    shelves.database.close()


def test_real_bibs_come_back_byte_for_byte(
    real: tuple[Shelves, list[bytes]],
) -> None:
    shelves, bibs = real
    report = load_bibs(stream(*bibs), shelves.destination(), IdPolicy.KEEP)
    assert report == LoadReport(len(bibs), [])
    found = shelves.read(Kind.BIB, *ids(shelves, bib.c.mms_id))
    assert Counter(one.marc for one in found) == Counter(bibs)


def test_every_hard_record_is_loaded_or_set_aside(
    shelves: Shelves, tmp_path: Path
) -> None:
    data = unpacked("hard.mrc.zst")
    file = tmp_path / "hard.mrc"
    report = load_bibs(BytesIO(data), shelves.destination(file), IdPolicy.KEEP)
    kept = shelves.read(Kind.BIB, *ids(shelves, bib.c.mms_id))
    assert len(kept) == report.loaded
    assert report.loaded + len(report.set_aside) >= 303
    assert all(reason for _, reason in report.set_aside)
    # Line ends between records belong to none of them.
    stored = sum(len(one.marc) for one in kept) + file.stat().st_size
    assert len(data) - 303 <= stored <= len(data)
