"""What is done to an incoming record before it is matched."""

from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.preparing import Preparation
from almandine.records.matching.match_keys import MatchProfile, Numbers
from almandine.records.matching.methods import MatchMethod
from almandine.records.validation.validate import ValidationProfile
from unit.records.marc.building import LEADER, record

PREPARATION = Preparation.of(
    filter_rules="",
    rules="",
    validation=ValidationProfile(),
    matching=MatchProfile(Numbers(MatchMethod.OCLC)),
    prefers_valid=False,
)


def test_a_deletion_needs_no_more_than_a_number() -> None:
    bare = (("001", b"ocm1"),)
    deletion = PREPARATION(record(*bare, leader=LEADER[:5] + "d" + LEADER[6:]))
    assert isinstance(deletion, Arrival)
    assert (deletion.keys, deletion.warnings) == ([("oclc", "1")], "")
    new = PREPARATION(record(*bare))
    assert new == Decision(Action.REJECTED, "no 245")
