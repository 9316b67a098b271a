"""Drafts become files of so many records, and no byte is lost or moved."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.delivery.workspace import LocalWorkspace
from almandine.engine.ports.publishing import Issue
from almandine.engine.publishing.compare import Act
from almandine.engine.publishing.cuts import cut
from almandine.engine.publishing.drafts import DELETE, NEW, Drafts, open_drafts

Chunk = Sequence[tuple[bool, bytes]]
"""Records: whether each is deleted, and what it is in its file."""

CHUNKS = st.lists(st.tuples(st.booleans(), st.binary(max_size=9)), max_size=5)
RANGES = st.lists(st.lists(CHUNKS, max_size=3), max_size=4)


def drafted(
    workspace: LocalWorkspace, ranges: Sequence[Sequence[Chunk]]
) -> list[Drafts]:
    """Write drafts of these records, and return them."""
    for number, chunks in enumerate(ranges):
        with open_drafts(workspace, "17", str(number)) as writer:
            for chunk in chunks:
                issues = [Issue("99", b"", deleted, text) for deleted, text in chunk]
                texts = [text for _, text in chunk]
                writer.add({Act.NEW: len(chunk)}, issues, texts, ["98"])
    return [Drafts(workspace, "17", str(number)) for number in range(len(ranges))]


def files(
    drafts: Sequence[Drafts], which: str, per_file: int
) -> list[tuple[int, bytes]]:
    """Return the records and the content of each file."""
    return [
        (
            sum(each.records for each in slices),
            b"".join(
                block
                for each in slices
                for block in each.drafts.blocks(which, each.start, each.size)
            ),
        )
        for slices in cut(drafts, which, per_file)
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> LocalWorkspace:
    return LocalWorkspace(tmp_path, "01ALM_INST")


def test_no_records_make_no_file(workspace: LocalWorkspace) -> None:
    drafts = drafted(workspace, [[[(True, b"gone")]], []])
    assert files(drafts, NEW, 0) == []
    assert files(drafts, NEW, 2) == []


def test_a_file_ends_within_a_range_and_goes_on_in_the_next(
    workspace: LocalWorkspace,
) -> None:
    drafts = drafted(
        workspace,
        [[[(False, b"1"), (False, b"22")], [(False, b"3")]], [[(False, b"44")]]],
    )
    assert files(drafts, NEW, 2) == [(2, b"122"), (2, b"344")]
    assert files(drafts, NEW, 3) == [(3, b"1223"), (1, b"44")]
    assert files(drafts, NEW, 0) == [(4, b"122344")]


def test_more_than_a_block_is_read_whole(workspace: LocalWorkspace) -> None:
    long = bytes(range(256)) * 10_000
    drafts = drafted(workspace, [[[(False, b"-"), (False, long), (False, b"+")]]])
    assert files(drafts, NEW, 2) == [(2, b"-" + long), (1, b"+")]


def test_a_log_tells_what_each_chunk_was(workspace: LocalWorkspace) -> None:
    (drafts,) = drafted(workspace, [[[(False, b"1"), (True, b"22")], []]])
    told = [(each.counts, each.sizes, each.failed) for each in drafts.frames()]
    assert told == [
        ({Act.NEW: 2}, {NEW: [1], DELETE: [2]}, ["98"]),
        ({Act.NEW: 0}, {NEW: [], DELETE: []}, ["98"]),
    ]


@given(RANGES, st.integers(0, 4))
def test_files_hold_each_record_once_in_order_and_are_full_but_the_last(
    ranges: list[list[list[tuple[bool, bytes]]]], per_file: int
) -> None:
    with TemporaryDirectory() as directory:
        drafts = drafted(LocalWorkspace(Path(directory), "01ALM_INST"), ranges)
        for which in (NEW, DELETE):
            records = [
                text
                for chunks in ranges
                for chunk in chunks
                for deleted, text in chunk
                if deleted == (which == DELETE)
            ]
            most = per_file or len(records) or 1
            expected = [records[at : at + most] for at in range(0, len(records), most)]
            assert files(drafts, which, per_file) == [
                (len(some), b"".join(some)) for some in expected
            ]
