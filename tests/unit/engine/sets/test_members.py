"""Changing members: what is refused, what passes, and that it is all or nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.sets.members import MAX_MEMBERS, MembersChange, change_members
from almandine.faults import (
    IdentifierAlreadyInSet,
    InvalidIdentifier,
    InvalidIdentifierType,
    InvalidMember,
    InvalidMembersOperation,
    MemberAlreadyInSet,
    MemberNotInSet,
    MemberWithoutId,
    NoMembers,
    NotAnItemizedSet,
    Refusal,
    RepeatedMember,
    TooManyMembers,
    UnknownSet,
)
from unit.engine.sets.memory import BIBS, FOUND, ITEMS, USERS, MemorySets, holding
from unit.engine.sets.refusing import refusal_of

OPERATIONS = ("add_members", "delete_members", "replace_members")


def library() -> MemorySets:
    """A library of bibs a to d, items i and j, a user u; set 1 holds a and b."""
    members = {"1": "ab", "2": "i"}
    return replace(
        holding(members, BIBS, ITEMS, USERS, FOUND),
        records={
            "BIB_MMS": frozenset("abcd"),
            "ITEM": frozenset("ij"),
            "USER": frozenset("u"),
        },
        identifiers={
            ("ITEM", "BARCODE", "390"): ["i"],
            ("ITEM", "BARCODE", "391"): ["j"],
            ("ITEM", "BARCODE", "399"): ["i", "j"],
            ("BIB_MMS", "ISBN", "978"): ["a"],
            ("BIB_MMS", "ISBN", "10"): ["c"],
            ("BIB_MMS", "ISBN", "13"): ["c"],
            ("USER", "", "card"): ["u"],
            ("USER", "STUDENT", "007"): ["u"],
        },
    )


def change(sets: MemorySets, asked: MembersChange, set_id: str = "1") -> set[str]:
    """Change the members and return them all."""
    change_members(set_id, asked, sets=sets)
    return sets.held[set_id]


@pytest.mark.parametrize(
    ("op", "ids", "id_type", "set_id", "refusal"),
    [
        ("add_members", ["a"], "", "9", UnknownSet("9")),
        ("shuffle", ["a"], "", "1", InvalidMembersOperation("shuffle")),
        ("", ["a"], "", "1", InvalidMembersOperation("")),
        ("add_members", ["a"], "", "4", NotAnItemizedSet("4")),
        ("add_members", [], "", "1", NoMembers()),
        ("replace_members", [], "", "1", NoMembers()),
        ("add_members", ["c", None], "", "1", MemberWithoutId(2)),
        ("add_members", [" ", "c"], "", "1", MemberWithoutId(1)),
        ("add_members", ["c", "x"], "", "1", InvalidMember("x", "BIB_MMS")),
        ("add_members", ["i"], "", "1", InvalidMember("i", "BIB_MMS")),
        ("replace_members", ["x"], "", "1", InvalidMember("x", "BIB_MMS")),
        ("delete_members", ["x"], "", "1", InvalidMember("x", "BIB_MMS")),
        ("add_members", ["c", "b"], "", "1", MemberAlreadyInSet("b")),
        ("add_members", ["c", "c"], "", "1", RepeatedMember("c")),
        ("delete_members", ["a", "a"], "", "1", RepeatedMember("a")),
        ("replace_members", ["a", "a"], "", "1", RepeatedMember("a")),
        ("add_members", ["10", "13"], "ISBN", "1", RepeatedMember("13")),
        ("delete_members", ["a", "c"], "", "1", MemberNotInSet("c")),
        ("delete_members", ["10"], "ISBN", "1", MemberNotInSet("10")),
        ("add_members", ["978"], "ISBN", "1", IdentifierAlreadyInSet("978", "ISBN")),
        ("add_members", ["979"], "ISBN", "1", InvalidIdentifier("979", "ISBN")),
        ("add_members", ["399"], "BARCODE", "2", InvalidIdentifier("399", "BARCODE")),
        ("add_members", ["399"], "", "2", InvalidMember("399", "ITEM")),
        ("add_members", ["008"], "STUDENT", "3", InvalidIdentifier("008", "STUDENT")),
        (
            "add_members",
            ["a"],
            "BARCODE",
            "1",
            InvalidIdentifierType("BARCODE", "SYSTEM_NUMBER, OCLC_NUMBER, ISBN, ISSN"),
        ),
        ("add_members", ["i"], "ISBN", "2", InvalidIdentifierType("ISBN", "BARCODE")),
    ],
)
def test_a_change_that_will_not_do_is_refused_and_stores_nothing(
    op: str, ids: list[str | None], id_type: str, set_id: str, refusal: Refusal
) -> None:
    sets = library()
    asked = MembersChange(op=op, ids=ids, id_type=id_type)
    assert refusal_of(lambda: change_members(set_id, asked, sets=sets)) == refusal
    assert sets.held == library().held


def test_a_holding_has_no_identifiers_but_its_id() -> None:
    holdings = replace(BIBS, content="HOLDING")
    asked = MembersChange(op="add_members", ids=["h"], id_type="BARCODE")
    sets = holding({}, holdings)
    refusal = refusal_of(lambda: change_members("1", asked, sets=sets))
    assert refusal == InvalidIdentifierType("BARCODE", "none")


@pytest.mark.parametrize("op", OPERATIONS)
def test_one_member_above_the_limit_is_too_many(op: str) -> None:
    ids = [str(each) for each in range(MAX_MEMBERS + 1)]
    asked = MembersChange(op=op, ids=ids)
    refusal = refusal_of(lambda: change_members("1", asked, sets=library()))
    assert refusal == TooManyMembers(1001, 1000)


def test_as_many_members_as_the_limit_are_taken() -> None:
    ids = [str(each) for each in range(MAX_MEMBERS)]
    sets = replace(library(), records={"BIB_MMS": frozenset(ids)})
    asked = MembersChange(op="replace_members", ids=ids)
    assert change(sets, asked) == set(ids)


def test_adding_keeps_what_is_there() -> None:
    asked = MembersChange(op="add_members", ids=["d", " c "])
    assert change(library(), asked) == set("abcd")


def test_deleting_leaves_the_others() -> None:
    asked = MembersChange(op="delete_members", ids=["a"])
    assert change(library(), asked) == {"b"}


def test_replacing_leaves_only_the_new_ones() -> None:
    asked = MembersChange(op="replace_members", ids=["b", "c"])
    assert change(library(), asked) == set("bc")


def test_a_member_whose_record_is_gone_can_be_deleted() -> None:
    sets = replace(library(), records={})
    asked = MembersChange(op="delete_members", ids=["a"])
    assert change(sets, asked) == {"b"}


def test_a_member_whose_record_is_gone_cannot_be_a_replacement() -> None:
    sets = replace(library(), records={})
    asked = MembersChange(op="replace_members", ids=["a"])
    refusal = refusal_of(lambda: change_members("1", asked, sets=sets))
    assert refusal == InvalidMember("a", "BIB_MMS")


def test_an_item_goes_by_its_barcode_without_a_type_too() -> None:
    asked = MembersChange(op="add_members", ids=["391"])
    assert change(library(), asked, "2") == set("ij")


@pytest.mark.parametrize("id_type", ["", "BARCODE"])
def test_an_item_is_deleted_by_its_barcode(id_type: str) -> None:
    asked = MembersChange(op="delete_members", ids=["390"], id_type=id_type)
    assert change(library(), asked, "2") == set()


@pytest.mark.parametrize(("said", "id_type"), [("card", ""), ("007", "STUDENT")])
def test_a_user_goes_by_any_identifier(said: str, id_type: str) -> None:
    asked = MembersChange(op="add_members", ids=[said], id_type=id_type)
    assert change(library(), asked, "3") == {"u"}


@pytest.mark.parametrize(
    ("op", "ids", "after"),
    [
        ("add_members", ["a", "c", "x", "c"], "abc"),
        ("delete_members", ["a", "c", "x", "a"], "b"),
        ("replace_members", ["c", "x", "d", "c"], "cd"),
    ],
)
def test_a_lenient_change_passes_over_what_will_not_do(
    op: str, ids: list[str], after: str
) -> None:
    asked = MembersChange(op=op, ids=ids, strict=False)
    assert change(library(), asked) == set(after)


def test_a_lenient_change_still_needs_an_id_for_each_member() -> None:
    asked = MembersChange(op="add_members", ids=["c", ""], strict=False)
    refusal = refusal_of(lambda: change_members("1", asked, sets=library()))
    assert refusal == MemberWithoutId(2)


IDS = st.lists(st.sampled_from("abcd"), min_size=1, unique=True)


def _done(op: str, members: set[str], ids: list[str]) -> set[str]:
    """Do to a Python set what the operation does to ours."""
    after = {
        "add_members": members.union(ids),
        "delete_members": members.difference(ids),
        "replace_members": set(ids),
    }
    return after[op]


@given(st.lists(st.tuples(st.sampled_from(OPERATIONS), IDS)))
def test_any_lenient_changes_do_what_they_would_do_to_a_python_set(
    changes: list[tuple[str, list[str]]],
) -> None:
    sets, model = library(), set("ab")
    for op, ids in changes:
        model = _done(op, model, ids)
        assert change(sets, MembersChange(op=op, ids=ids, strict=False)) == model
