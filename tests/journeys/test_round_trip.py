"""Records come in, are merged with changed copies, and go out three ways: all agree.

They are real ones where `../shared/data` is, and those of the sample institution else.
ALMANDINE_ROUND_TRIP says how many; `python -m chaos copies` takes 10,000.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.merging.methods import MergeMethod
from databases.homes import Home
from journeys.round_trip import (
    FIRST,
    House,
    Moment,
    by_id,
    configured,
    counted,
    job_of,
    told,
)
from journeys.service import make_site, serving
from journeys.vendor_copies import changed, merged, number_of, originals
from unit.records.marc.elements import Content, contents
from unit.records.marc.real_data import live_bibs

RECORDS: Final = int(os.environ.get("ALMANDINE_ROUND_TRIP", "300"))
METHODS: Final = tuple(MergeMethod)
KEEPS_ALL: Final = MergeMethod.KEEP_ONLY_OLD_VALUE

Story = tuple[Moment, Moment, Moment]
"""Records come in; so do changed copies; so do the same copies again."""


@pytest.fixture(scope="module")
def story(shared_home: Home) -> Iterator[Story]:
    key = make_site(shared_home, configured())
    raws = originals(RECORDS)
    # Each method gets a share of them.
    copies = {
        job_of(method): [changed(raw) for raw in raws[at :: len(METHODS)]]
        for at, method in enumerate(METHODS)
    }
    with serving(shared_home, key) as service:
        house = House(service)
        yield (
            house.step("first.mrc", {FIRST: raws}),
            house.step("copies.mrc", copies),
            house.step("copies-again.mrc", copies),
        )


def share_of(method: MergeMethod, moment: Moment) -> list[str]:
    """Return the ids of the records that a method has a copy of."""
    at = METHODS.index(method)
    found = [
        mms_id
        for mms_id, raw in moment.stored.items()
        if number_of(raw) % len(METHODS) == at
    ]
    assert len(found) == len(range(at, RECORDS, len(METHODS)))
    return found


def description(raw: bytes) -> Content:
    """Return what a record says, as MARCXML has it."""
    [content] = contents(HEADER + to_marcxml([raw]).text + FOOTER)
    return content


def test_these_records_are_real() -> None:
    assert len(live_bibs()) > RECORDS


def test_all_that_comes_in_is_stored(story: Story) -> None:
    first, _, _ = story
    counts = counted(first.imports[FIRST])
    assert (counts["records"], counts["imported"]) == (RECORDS, RECORDS)
    assert len(first.stored) == RECORDS


@pytest.mark.parametrize("method", METHODS)
def test_a_copy_is_merged_as_its_method_says(story: Story, method: MergeMethod) -> None:
    first, second, _ = story
    share = share_of(method, first)
    done = "unchanged" if method is KEEPS_ALL else "merged"
    counts = counted(second.imports[job_of(method)])
    assert (counts["single_matches"], counts[done]) == (len(share), len(share))
    for mms_id in share:
        old, new = first.described[mms_id], description(changed(first.stored[mms_id]))
        assert Counter(second.described[mms_id][1]) == merged(old[1], new[1], method)


def test_what_is_published_is_what_is_stored_field_by_field(story: Story) -> None:
    binary: dict[str, bytes] = {}
    xml: dict[str, Content] = {}
    for moment in story:
        binary |= by_id(moment.delivered["iso"])
        xml |= told(moment.delivered["xml"])
        assert (binary, xml) == (moment.stored, moment.described)
    assert xml == {mms_id: description(raw) for mms_id, raw in binary.items()}


def test_what_is_harvested_is_what_is_stored_field_by_field(story: Story) -> None:
    for moment in story:
        content = {mms_id: told_of for mms_id, (_, told_of) in moment.harvested.items()}
        assert content == moment.described


def test_only_what_the_copies_changed_is_published_again(story: Story) -> None:
    first, second, _ = story
    changed_ids = set(first.stored).difference(share_of(KEEPS_ALL, first))
    assert by_id(second.delivered["iso"]).keys() == changed_ids
    assert told(second.delivered["xml"]).keys() == changed_ids
    for run in second.published.values():
        new, updated, *_, written = (int(each["value"]) for each in run["counter"])
        assert (new, updated, written) == (0, len(changed_ids), len(changed_ids))


def test_the_same_copies_once_more_change_nothing(story: Story) -> None:
    _, second, third = story
    for method in METHODS:
        records = len(share_of(method, second))
        assert counted(third.imports[job_of(method)]) == {
            "files.taken": 1,
            "files.skipped": 1,
            "records": records,
            "unchanged": records,
            "single_matches": records,
        }
    assert third.stored == second.stored
    assert third.changed_at == second.changed_at
    assert third.harvested == second.harvested


def test_and_leave_nothing_to_publish(story: Story) -> None:
    _, _, third = story
    states = [run["status"]["value"] for run in third.published.values()]
    assert states == ["COMPLETED_NO_BULKS"] * 2
    assert third.delivered == {"iso": [], "xml": []}
