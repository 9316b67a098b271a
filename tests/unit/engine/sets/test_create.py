"""Making sets: the fields that will not do, and the set that comes of the others."""

from dataclasses import replace

import pytest

from almandine.engine.sets.create import create
from almandine.engine.sets.drafts import SetDraft
from almandine.faults import (
    InvalidQuery,
    InvalidQueryContent,
    InvalidSet,
    InvalidSetPrivacy,
    InvalidSetStatus,
    InvalidSetType,
    MissingParameter,
    Refusal,
    SetNameTaken,
)
from almandine.records.sets import RecordSet, SetType
from unit.engine.sets.memory import ANNA, BIBS, NOON, MemoryTx, holding
from unit.engine.sets.refusing import refusal_of

WEEDING = SetDraft(name="Weeding 2026", type="ITEMIZED", content="ITEM")
HISTORY = SetDraft(
    name="History",
    type="LOGICAL",
    content="ITEM",
    query='ITEM where BIB_MMS (title CONTAIN "history")',
)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (replace(WEEDING, name=None), MissingParameter("name")),
        (replace(WEEDING, name="  "), MissingParameter("name")),
        (replace(WEEDING, type=None), MissingParameter("type")),
        (replace(WEEDING, type="DYNAMIC"), InvalidSetType("DYNAMIC")),
        (replace(WEEDING, content=None), MissingParameter("content")),
        (
            replace(WEEDING, content="VENDOR"),
            InvalidSet("No records of content VENDOR are kept here."),
        ),
        (replace(WEEDING, private="maybe"), InvalidSetPrivacy("maybe")),
        (replace(WEEDING, status="GONE"), InvalidSetStatus("GONE")),
        (replace(WEEDING, name="Old maps"), SetNameTaken("Old maps")),
        (replace(HISTORY, query=None), MissingParameter("query")),
        (replace(HISTORY, content="BIB_MMS"), InvalidQueryContent("ITEM", "BIB_MMS")),
    ],
)
def test_a_set_with_a_field_that_will_not_do_is_refused(
    draft: SetDraft, refusal: Refusal
) -> None:
    tx = MemoryTx(holding({}, BIBS))
    assert refusal_of(lambda: create(draft, creator=ANNA, tx=tx)) == refusal
    assert tx.sets == holding({}, BIBS)


def test_a_query_that_does_not_parse_is_refused_with_its_place() -> None:
    draft = replace(HISTORY, query="ITEM why")
    refusal = refusal_of(lambda: create(draft, creator=ANNA, tx=MemoryTx()))
    assert isinstance(refusal, InvalidQuery)
    assert (refusal.query, refusal.position) == ("ITEM why", 6)


def test_a_new_set_is_private_active_and_empty() -> None:
    tx = MemoryTx()
    made = create(WEEDING, creator=ANNA, tx=tx)
    assert made == RecordSet(
        set_id="set-1",
        name="Weeding 2026",
        content="ITEM",
        type=SetType.ITEMIZED,
        private=True,
        active=True,
        created_by="anna",
        created_at=NOON,
        modified_at=NOON,
    )
    assert (tx.sets.kept, tx.sets.held) == ({"set-1": made}, {"set-1": set()})


def test_a_set_keeps_what_is_said_of_it() -> None:
    draft = replace(WEEDING, description="Rooms", private="False", status="INACTIVE")
    made = create(draft, creator=ANNA, tx=MemoryTx())
    assert (made.description, made.private, made.active) == ("Rooms", False, False)


def test_a_logical_set_keeps_its_query_as_written() -> None:
    made = create(HISTORY, creator=ANNA, tx=MemoryTx())
    assert (made.type, made.query) == (SetType.LOGICAL, HISTORY.query)


def test_an_itemized_set_has_no_query_whatever_the_draft_says() -> None:
    made = create(replace(WEEDING, query="nonsense"), creator=ANNA, tx=MemoryTx())
    assert made.query == ""
