"""What is done with a record, by how many it matches and what the profile says."""

from dataclasses import replace
from typing import Final

import pytest

from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.handling import (
    NO_DELETION,
    TOO_LONG,
    NoMatch,
    Policy,
    SeveralMatches,
    SingleMatch,
    decide,
    name_new,
    resolve,
)
from almandine.records.importing.inventory import Mappings
from almandine.records.inventory.mapping import ItemsMapping
from almandine.records.marc.edits import append, from_fields
from almandine.records.marc.fields import control_field, data_field
from almandine.records.merging.methods import MergeMethod

LEADER: Final = "00000nam a2200000 a 4500"
VENDORS: Final = from_fields(
    LEADER, [control_field("001", "v1"), data_field("245", "10", [("a", "Emma")])]
)
OURS: Final = name_new(Bib("", VENDORS), "991", Policy())
WITH_NOTE: Final = append(OURS.marc, data_field("500", "  ", [("a", "A note")]))
BETTER: Final = Arrival(VENDORS.replace(b"Emma", b"EMMA"), [])
SAME: Final = Arrival(VENDORS, [])
DELETION: Final = Arrival(VENDORS[:5] + b"d" + VENDORS[6:], [])


def test_a_record_without_a_match_is_imported() -> None:
    decision = decide(SAME, [], Policy(suppress_new=True))
    new = Bib("", VENDORS, suppressed=True)
    assert (decision.action, decision.record) == (Action.IMPORTED, new)


def test_a_record_without_a_match_is_left_out_where_the_profile_says_so() -> None:
    policy = Policy(none=NoMatch.DO_NOT_IMPORT)
    assert decide(SAME, [], policy) == Decision(Action.NO_MATCH)


@pytest.mark.parametrize("single", [SingleMatch.MERGE, SingleMatch.OVERLAY])
def test_a_record_that_says_nothing_new_changes_nothing(single: SingleMatch) -> None:
    assert decide(SAME, [OURS], Policy(single=single)) == Decision(Action.UNCHANGED)


@pytest.mark.parametrize(
    ("single", "action"),
    [
        (SingleMatch.MERGE, Action.MERGED),
        (SingleMatch.OVERLAY, Action.OVERLAID),
        (SingleMatch.IMPORT_ANYWAY, Action.IMPORTED),
        (SingleMatch.DO_NOT_IMPORT, Action.MATCHED),
        (SingleMatch.MANUAL, Action.UNRESOLVED),
    ],
)
def test_a_record_with_a_match_goes_the_way_of_the_profile(
    single: SingleMatch, action: Action
) -> None:
    assert decide(BETTER, [OURS], Policy(single=single)).action is action


def test_the_id_of_a_record_never_changes() -> None:
    decision = decide(BETTER, [OURS], Policy(single=SingleMatch.OVERLAY))
    assert decision.record is not None
    assert decision.record == replace(OURS, marc=OURS.marc.replace(b"Emma", b"EMMA"))


@pytest.mark.parametrize(
    ("several", "action"),
    [
        (SeveralMatches.MANUAL, Action.UNRESOLVED),
        (SeveralMatches.DO_NOT_IMPORT, Action.MATCHED),
        (SeveralMatches.IMPORT_ANYWAY, Action.IMPORTED),
    ],
)
def test_several_matches_go_the_way_of_the_profile(
    several: SeveralMatches, action: Action
) -> None:
    both = [OURS, replace(OURS, mms_id="992")]
    assert decide(BETTER, both, Policy(several=several)).action is action


COPY: Final = data_field("949", "  ", [("i", "B1"), ("l", "MAIN"), ("c", "STACKS")])
COPIES: Final = Policy(
    mappings=Mappings(
        items=ItemsMapping("949", {"barcode": "i", "library": "l", "location": "c"})
    )
)


@pytest.mark.parametrize("single", [SingleMatch.MERGE, SingleMatch.OVERLAY])
def test_a_record_with_a_match_brings_its_inventory_along(single: SingleMatch) -> None:
    arrival = Arrival(append(VENDORS, COPY), [])
    decision = decide(arrival, [OURS], replace(COPIES, single=single))
    assert decision.inventory is not None
    assert decision.inventory.barcodes == ["B1"]


def test_it_does_so_where_the_record_itself_says_nothing_new() -> None:
    keeps = replace(COPIES, merge=MergeMethod.KEEP_ONLY_OLD_VALUE)
    decision = decide(Arrival(append(VENDORS, COPY), []), [OURS], keeps)
    assert decision.action is Action.UNCHANGED
    assert decision.inventory is not None


@pytest.mark.parametrize(
    "policy",
    [
        replace(COPIES, adds_inventory=False),
        replace(COPIES, single=SingleMatch.DO_NOT_IMPORT),
    ],
)
def test_it_does_not_where_the_profile_says_so(policy: Policy) -> None:
    arrival = Arrival(append(VENDORS, COPY), [])
    assert decide(arrival, [OURS], policy).inventory is None


def test_a_briefer_record_leaves_a_fuller_one_alone() -> None:
    brief = Arrival(VENDORS.replace(b"Emma", b"    "), [])
    decision = decide(brief, [OURS], Policy(guard=True))
    assert decision.action is Action.MATCHED
    assert decide(brief, [OURS], Policy()).action is Action.MERGED


def test_a_deletion_marks_its_match_and_keeps_what_it_says() -> None:
    decision = decide(DELETION, [OURS], Policy(deletes=True))
    assert decision.record is not None
    assert decision.action is Action.DELETED
    assert decision.record.marc == OURS.marc[:5] + b"d" + OURS.marc[6:]
    again = decide(DELETION, [decision.record], Policy(deletes=True))
    assert again == Decision(Action.UNCHANGED)


def test_a_deletion_of_what_is_not_there_imports_nothing() -> None:
    assert decide(DELETION, [], Policy(deletes=True)).action is Action.NO_MATCH
    assert resolve(DELETION, None, Policy(deletes=True)).action is Action.NO_MATCH


def test_somebody_decides_on_a_deletion_where_the_profile_says_so() -> None:
    policy = Policy(single=SingleMatch.MANUAL, deletes=True)
    assert decide(DELETION, [OURS], policy) == Decision(Action.UNRESOLVED)
    assert resolve(DELETION, OURS, policy).action is Action.DELETED


@pytest.mark.parametrize("single", SingleMatch)
def test_a_deletion_is_not_stored_where_the_profile_deletes_nothing(
    single: SingleMatch,
) -> None:
    policy = Policy(single=single, several=SeveralMatches.IMPORT_ANYWAY)
    both = [OURS, replace(OURS, mms_id="992")]
    assert decide(DELETION, [], policy) == Decision(Action.NO_MATCH, NO_DELETION)
    for existing in ([OURS], both):
        decision = decide(DELETION, existing, policy)
        assert decision == Decision(Action.MATCHED, NO_DELETION)
    assert resolve(DELETION, OURS, policy) == Decision(Action.MATCHED, NO_DELETION)


@pytest.mark.parametrize(
    ("several", "action"),
    [
        (SeveralMatches.MANUAL, Action.UNRESOLVED),
        (SeveralMatches.DO_NOT_IMPORT, Action.MATCHED),
        (SeveralMatches.IMPORT_ANYWAY, Action.MATCHED),
    ],
)
def test_a_deletion_of_one_of_several_deletes_none_by_itself(
    several: SeveralMatches, action: Action
) -> None:
    policy = Policy(several=several, deletes=True)
    both = [OURS, replace(OURS, mms_id="992")]
    assert decide(DELETION, both, policy) == Decision(action, "matches 2 records")
    assert resolve(DELETION, OURS, policy).action is Action.DELETED


def test_a_stored_record_that_has_no_room_is_not_changed() -> None:
    stored = Bib("991", b"<record/>")
    rejected: Decision[Bib] = Decision(Action.REJECTED, TOO_LONG)
    assert decide(BETTER, [stored], Policy()) == rejected
    assert decide(DELETION, [stored], Policy(deletes=True)) == rejected
