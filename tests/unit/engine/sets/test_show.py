"""Looking at sets."""

from almandine.engine.sets.ports import PlacedMember
from almandine.engine.sets.show import MembersPage, Sized, list_members, show
from almandine.faults import UnknownSet
from unit.engine.sets.memory import BIBS, holding
from unit.engine.sets.refusing import refusal_of


def test_an_unknown_set_cannot_be_shown() -> None:
    assert refusal_of(lambda: show("9", sets=holding({}))) == UnknownSet("9")


def test_an_unknown_set_has_no_members_to_list() -> None:
    refusal = refusal_of(
        lambda: list_members("9", limit=10, offset=0, sets=holding({}))
    )
    assert refusal == UnknownSet("9")


def test_a_set_is_shown_with_its_size() -> None:
    assert show("1", sets=holding({"1": "ab"}, BIBS)) == Sized(BIBS, 2)


def test_a_page_of_members_comes_with_the_number_of_all() -> None:
    sets = holding({"1": "abc"}, BIBS)
    page = list_members("1", limit=1, offset=1, sets=sets)
    assert page == MembersPage("BIB_MMS", [PlacedMember("b", "")], 3)
