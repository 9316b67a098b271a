"""Real bibs go in, are matched against themselves in a changed copy, and merged.

The records are not part of the project: see `unit/records/marc/real_data.py`.
"""

from collections.abc import Sequence
from typing import Final

import pytest

from almandine.engine.run import Run, Status
from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.marc.edits import append
from almandine.records.marc.fields import Record, data_field
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import MergeMethod
from almandine.records.merging.taking_in import taken_in
from databases.homes import Home
from store.importing import add_profile, all_bibs, import_now, lines, put
from store.workshop import Workshop
from unit.records.marc.real_data import NOT_BIBS, read, unpacked

BIBS: Final = 400
NEWS: Final = data_field("650", " 0", [("a", "News")])
LENIENT: Final = ("title_missing", "encoding")
"""Real records fail these checks; here they are to come in all the same."""


def real_bibs() -> list[bytes]:
    """Return real bibs, each with a system number that no other one has."""
    accepted, _ = read(unpacked("real_permissive.mrc.zst"))
    bibs = [raw for raw in accepted if raw[6:7] not in NOT_BIBS][:: 13_000 // BIBS]
    return [
        append(raw, data_field("035", "  ", [("a", f"(TEST){number}")]))
        for number, raw in enumerate(bibs)
        if len(raw) < 90_000
    ]


def changed(raw: bytes) -> bytes:
    return append(raw, NEWS)


@pytest.fixture(scope="module")
def bibs() -> list[bytes]:
    return real_bibs()


@pytest.fixture
def site(home: Home) -> Workshop:
    return Workshop(home)


def imported(site: Workshop, bibs: Sequence[bytes], **settings: str) -> Run:
    """Import real bibs into an institution that has none."""
    profile = {
        "match_method": "system_number",
        "match_prefix": "(TEST)",
        "ignore": ", ".join(LENIENT),
        **settings,
    }
    put(add_profile(site, **profile), "first.mrc", b"".join(bibs))
    return import_now(site, chunk_size=100)


def imported_again(site: Workshop, name: str, content: bytes) -> Run:
    put(site.directory / "vendor-S65", name, content)
    return import_now(site, chunk_size=100)


def actions(site: Workshop, run: Run) -> set[Action]:
    return {line.action for line in lines(site, run)}


def test_the_same_content_under_another_name_changes_nothing(
    site: Workshop, bibs: list[bytes]
) -> None:
    first = imported(site, bibs)
    stored = all_bibs(site)
    again = imported_again(site, "second.mrc", b"".join(bibs))
    assert actions(site, first) == {Action.IMPORTED}
    assert actions(site, again) == {Action.UNCHANGED}
    assert len(stored) == len(bibs)
    assert all_bibs(site) == stored
    site.close()


@pytest.mark.parametrize("method", MergeMethod)
def test_a_changed_copy_is_merged_by_each_method(
    site: Workshop, bibs: list[bytes], method: MergeMethod
) -> None:
    imported(site, bibs, merge_method=method)
    before = {bib.mms_id: bib for bib in all_bibs(site)}
    copy = [changed(raw) for raw in bibs]
    run = imported_again(site, "changed.mrc", b"".join(copy))
    merged: dict[str, Bib] = {bib.mms_id: bib for bib in all_bibs(site)}
    for line, raw in zip(lines(site, run), copy, strict=True):
        old = before[line.record_id]
        incoming = taken_in(raw, old.mms_id, moves_id=True)
        assert merged[old.mms_id].marc == merge(old.marc, incoming, method)
        assert Record(merged[old.mms_id].marc).control("001") == old.mms_id
    keeps = method is MergeMethod.KEEP_ONLY_OLD_VALUE
    assert actions(site, run) == {Action.UNCHANGED if keeps else Action.MERGED}
    assert merged.keys() == before.keys()
    assert run.status is Status.COMPLETED_SUCCESS
    site.close()


def test_the_same_records_as_marcxml_match_all_of_them(
    site: Workshop, bibs: list[bytes]
) -> None:
    imported(site, bibs)
    xml = HEADER + to_marcxml(bibs).text + FOOTER
    run = imported_again(site, "second.xml", xml)
    assert len(lines(site, run)) == len(bibs)
    assert actions(site, run) <= {Action.UNCHANGED, Action.MERGED}
    assert len(all_bibs(site)) == len(bibs)
    site.close()
