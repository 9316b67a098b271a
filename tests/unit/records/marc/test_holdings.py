"""Where the copies are."""

from almandine.records.marc.holdings import Whereabouts, is_holdings, whereabouts
from unit.records.marc.building import EMMA, LEADER, record

HOLDINGS = record(
    ("004", b" 991 "),
    ("852", b"0 \x1fbMAIN\x1fcstacks\x1fhPR4034\x1fi.E5"),
    ("852", b"8 \x1fbANNEX"),
    leader=LEADER.replace("nam", "nx "),
)


def test_holdings_name_their_bib_and_first_shelf() -> None:
    assert whereabouts(HOLDINGS) == Whereabouts(
        "991", "MAIN", "stacks", "0", "PR4034 .E5"
    )


def test_holdings_that_say_nothing() -> None:
    assert whereabouts(record()) == Whereabouts("", "", "", "", "")


def test_leader_position_6_marks_holdings() -> None:
    assert is_holdings(HOLDINGS)
    assert not is_holdings(record(*EMMA))
