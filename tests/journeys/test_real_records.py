"""Real bibs in, out again as the same bytes, and as MARCXML that yaz agrees with.

The records are not part of the project: see `unit/records/marc/real_data.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from almandine.records.marc.fields import Record
from almandine.records.marc.iso2709 import Broken
from almandine.records.marc.structure import slices
from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import Service, almandine, make_site, order, serving
from unit.records.marc.elements import Content, contents
from unit.records.marc.real_data import NOT_BIBS, read, unpacked
from unit.records.marc.yaz import is_ordinary, yaz_marcxml

BIBS: Final = 13_623
FORMAT: Final = "task_ExportBibParams_outputFormat_string"
LONELY_MARK: Final = re.compile(rb"[\xe0-\xfe](?:\x1f|$)")
LONGEST_ID: Final = 19
"""Digits of a 001 that can be an id."""
ALL: Final = {
    "name": "All",
    "type": {"value": "LOGICAL"},
    "content": {"value": "BIB_MMS"},
    "query": {"value": "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)"},
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Real bibs, loaded, and a set of them all."""

    service: Service
    bibs: list[bytes]
    """In the order of the file."""
    told: str
    """What the load said."""
    set_id: str


@pytest.fixture(scope="module")
def catalogue(shared_home: Home, site: Path) -> Iterator[Catalogue]:
    """Load the bibs of the real records, and make a set of them over the API."""
    records, _ = read(unpacked("real_permissive.mrc.zst"))
    bibs = [raw for raw in records if raw[6:7] not in NOT_BIBS]
    file = site / "bibs.mrc"
    file.write_bytes(b"".join(bibs))
    key = make_site(shared_home, CONFIGURATION)
    told = almandine(shared_home, "load", "bib", file, "--ids", "keep")
    with serving(shared_home, key) as service:
        made = service.post("/sets", ALL)
        yield Catalogue(service, bibs, told, made["id"])


@pytest.fixture(scope="module")
def binary(catalogue: Catalogue) -> list[bytes]:
    """Export the set as ISO 2709; return the records in the order of the file."""
    accepted, broken = read(exported(catalogue, "MARC21"))
    assert broken == []
    return accepted


@pytest.fixture(scope="module")
def marcxml(catalogue: Catalogue) -> list[Content]:
    """Export the set as MARCXML; return what the records say."""
    # Some have characters that XML forbids; the run says that it repaired them.
    return contents(exported(catalogue, "MARCXML", "COMPLETED_WARNING"))


def exported(
    catalogue: Catalogue, form: str, status: str = "COMPLETED_SUCCESS"
) -> bytes:
    """Run an export to its end, which must be this one; download its one file."""
    service = catalogue.service
    body = order(set_id=catalogue.set_id, **{FORMAT: form})
    submitted = service.post("/jobs/M44", body, op="run")
    ended = service.ended(submitted["additional_info"]["link"])
    assert (ended["status"]["value"], ended["progress"]) == (status, 100)
    [file] = service.files(ended["id"])
    return file


def own_number(raw: bytes) -> str:
    """Return a record's 001 where that can be its id."""
    number = Record(raw).control("001") or ""
    is_id = number.isascii() and number.isdigit() and len(number) <= LONGEST_ID
    return number if is_id else ""


def kept_numbers(bibs: list[bytes]) -> dict[bytes, str]:
    """Return the id of each record that was the first with its number."""
    kept: dict[str, bytes] = {}
    for raw in bibs:
        if number := own_number(raw):
            kept.setdefault(number, raw)
    return {raw: number for number, raw in kept.items()}


def test_every_real_bib_is_loaded(catalogue: Catalogue) -> None:
    assert len(catalogue.bibs) == BIBS
    assert f"{BIBS:,} loaded, 0 set aside" in catalogue.told


def test_the_set_has_them_all(catalogue: Catalogue) -> None:
    shown = catalogue.service.get(f"/sets/{catalogue.set_id}")
    assert shown["number_of_members"]["value"] == str(BIBS)


def test_a_binary_export_has_the_same_bytes_record_for_record(
    catalogue: Catalogue, binary: list[bytes]
) -> None:
    assert len(binary) == BIBS
    assert Counter(binary) == Counter(catalogue.bibs)


def test_an_export_is_in_the_order_of_ids(
    catalogue: Catalogue, binary: list[bytes]
) -> None:
    number_of = kept_numbers(catalogue.bibs)
    numbers = [number_of[raw] for raw in binary if raw in number_of]
    # The others were numbered in the order of the file.
    numbered = [raw for raw in catalogue.bibs if raw not in number_of]
    assert numbers == sorted(number_of.values())
    assert [raw for raw in binary if raw not in number_of] == numbered


def test_a_marcxml_export_has_them_all(marcxml: list[Content]) -> None:
    assert len(marcxml) == BIBS


def test_a_marcxml_export_says_what_yaz_says(
    binary: list[bytes], marcxml: list[Content], tmp_path: Path
) -> None:
    usual = [at for at, raw in enumerate(binary) if yaz_reads_all_of(raw)]
    theirs = contents(yaz_marcxml([binary[at] for at in usual], tmp_path))
    assert len(usual) > BIBS * 0.95
    assert [comparable(marcxml[at]) for at in usual] == [
        comparable(content) for content in theirs
    ]


def yaz_reads_all_of(raw: bytes) -> bool:
    """Leave out what yaz is known to read differently: two records more than usual.

    It makes two blanks of a control field that is empty, and drops the text in front
    of a MARC-8 mark without a letter.
    """
    return is_ordinary(raw) and not any(
        not body or (raw[9:10] == b" " and LONELY_MARK.search(body))
        for _, body in slices(raw)
    )


def comparable(content: Content) -> Content:
    """Leave out leader 20-23, which yaz copies and we write as the standard says."""
    leader, fields = content
    return leader[:20], fields


def test_every_hard_record_is_loaded_or_set_aside_with_a_reason(
    blank_home: Home,
) -> None:
    site = blank_home.directory.parent
    hard = unpacked("hard.mrc.zst")
    sound, broken = read(hard)
    file = site / "hard.mrc"
    file.write_bytes(hard)
    make_site(blank_home, CONFIGURATION)
    told = almandine(blank_home, "load", "bib", file, "--ids", "keep")
    counts = f"{len(sound):,} loaded, {len(broken):,} set aside"
    assert counts in told
    assert len(sound) + len(broken) >= hard.count(b"\x1d") == 303
    assert (site / "hard.mrc.rejected").read_bytes() == joined(broken)
    assert all(f",{one.reason}" in reasons(site) for one in broken)


def joined(broken: list[Broken]) -> bytes:
    """Return the bytes of what was set aside, one after another."""
    return b"".join(one.raw for one in broken)


def reasons(site: Path) -> str:
    """Return the table of what was set aside; without quotes, for comparing."""
    table = (site / "hard.mrc.rejected.csv").read_text(encoding="utf-8")
    return table.replace('"', "")
