"""Changing what is said of a set."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.engine.sets.drafts import SetDraft
from almandine.engine.sets.update import update
from almandine.faults import (
    InvalidQueryContent,
    InvalidSet,
    InvalidSetPrivacy,
    InvalidSetStatus,
    MissingParameter,
    Refusal,
    SetNameTaken,
    UnknownSet,
)
from unit.engine.sets.memory import BIBS, FOUND, ITEMS, NOON, holding
from unit.engine.sets.refusing import refusal_of

LATER = NOON + timedelta(hours=1)
NEW_QUERY = 'BIB_MMS where BIB_MMS (title CONTAIN "globe")'


@pytest.mark.parametrize(
    ("set_id", "draft", "refusal"),
    [
        ("9", SetDraft(name="Maps"), UnknownSet("9")),
        ("1", SetDraft(), MissingParameter("name")),
        ("1", SetDraft(name="Weeding"), SetNameTaken("Weeding")),
        ("1", SetDraft(name="Maps", private="so"), InvalidSetPrivacy("so")),
        ("1", SetDraft(name="Maps", status="so"), InvalidSetStatus("so")),
        (
            "1",
            SetDraft(name="Maps", content="ITEM"),
            InvalidSet("The content of a set cannot change."),
        ),
        (
            "1",
            SetDraft(name="Maps", type="LOGICAL"),
            InvalidSet("The type of a set cannot change."),
        ),
        ("4", SetDraft(name="Maps"), MissingParameter("query")),
        (
            "4",
            SetDraft(name="Maps", query='ITEM where ITEM (barcode EQUAL "1")'),
            InvalidQueryContent("ITEM", "BIB_MMS"),
        ),
    ],
)
def test_an_update_that_will_not_do_is_refused_and_stores_nothing(
    set_id: str, draft: SetDraft, refusal: Refusal
) -> None:
    sets = holding({"1": "a"}, BIBS, ITEMS, FOUND)
    given = refusal_of(lambda: update(set_id, draft, sets=sets, now=LATER))
    assert given == refusal
    assert sets == holding({"1": "a"}, BIBS, ITEMS, FOUND)


def test_an_update_changes_what_is_said_and_keeps_the_members() -> None:
    sets = holding({"1": "a"}, BIBS)
    draft = SetDraft(
        name="Maps", description="Folded", private="false", status="INACTIVE"
    )
    after = update("1", draft, sets=sets, now=LATER)
    assert after == replace(
        BIBS,
        name="Maps",
        description="Folded",
        private=False,
        active=False,
        modified_at=LATER,
    )
    assert (sets.kept, sets.held) == ({"1": after}, {"1": {"a"}})


def test_a_set_may_keep_its_name() -> None:
    draft = SetDraft(name=BIBS.name, type="ITEMIZED", content="BIB_MMS")
    after = update("1", draft, sets=holding({}, BIBS), now=LATER)
    assert after == replace(BIBS, modified_at=LATER)


def test_what_is_left_unsaid_gets_its_default() -> None:
    before = replace(BIBS, description="Folded", private=False, active=False)
    sets = holding({}, before)
    after = update("1", SetDraft(name=BIBS.name), sets=sets, now=LATER)
    assert after == replace(BIBS, modified_at=LATER)


def test_a_logical_set_takes_a_new_query() -> None:
    draft = SetDraft(name="Found", query=NEW_QUERY)
    after = update("4", draft, sets=holding({}, FOUND), now=LATER)
    assert after == replace(FOUND, query=NEW_QUERY, modified_at=LATER)
