"""Real records, merged into changed copies of themselves."""

import pytest

from almandine.records.marc.edits import TooLongForIso2709, append, remove
from almandine.records.marc.fields import data_field
from almandine.records.marc.keys import keys
from almandine.records.marc.structure import fault, slices
from almandine.records.matching.match_keys import MatchProfile, Numbers, match_keys
from almandine.records.matching.methods import MatchMethod
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import MergeMethod
from almandine.records.merging.taking_in import taken_in
from unit.records.marc.real_data import read, unpacked

MMS_ID = "991000001234506421"
LOCAL = data_field("999", "  ", [("a", "ours")])
NOTE = data_field("599", "  ", [("a", "theirs")])


@pytest.fixture(scope="module")
def bibs() -> list[bytes]:
    """Return every tenth of the real bibs."""
    accepted, _ = read(unpacked("real_permissive.mrc.zst"))
    found = [raw for raw in accepted if chr(raw[6]) not in "uvxyz"][::10]
    assert found
    return found


def stored(raw: bytes) -> bytes | None:
    """Return a bib as it would be stored, with a local field; None without room."""
    try:
        return append(remove(taken_in(raw, MMS_ID, moves_id=True), "999"), LOCAL)
    except TooLongForIso2709:
        return None


def pairs(bibs: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Return records of the house with what comes in: their source, a note added."""
    return [
        (own, taken_in(append(raw, NOTE), MMS_ID, moves_id=True))
        for raw in bibs
        if (own := stored(raw))
    ]


@pytest.mark.parametrize("method", MergeMethod)
def test_a_second_import_changes_no_real_record(
    bibs: list[bytes], method: MergeMethod
) -> None:
    for own, incoming in pairs(bibs):
        once = merge(own, incoming, method)
        assert fault(once) is None
        assert merge(once, incoming, method) is once


def described(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Return the fields that are neither local nor of the house."""
    return [
        (tag, body)
        for tag, body in slices(raw)
        if tag not in {b"001", b"005", b"035"} and not tag.startswith(b"9")
    ]


def test_overlay_but_local_is_what_comes_in_with_local_fields(
    bibs: list[bytes],
) -> None:
    for own, incoming in pairs(bibs):
        merged = merge(own, incoming, MergeMethod.OVERLAY_ALL_BUT_LOCAL)
        assert described(merged) == described(incoming) != described(own)
        assert (b"999", LOCAL.body) in slices(merged)


@pytest.mark.parametrize("method", [one for one in MatchMethod if one != "mms_id"])
def test_real_records_find_their_stored_copies(
    bibs: list[bytes], method: MatchMethod
) -> None:
    profile = MatchProfile(Numbers(method))
    wanted = [(match_keys(raw, profile), own) for raw in bibs if (own := stored(raw))]
    matched = [(found, own) for found, own in wanted if found]
    assert matched
    assert all(set(found) & set(keys(own)) for found, own in matched)
