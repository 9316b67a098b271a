"""Which way of making a set a request asks for."""

from dataclasses import replace

import pytest

from almandine.engine.run import Counter, Origin, Run, Status, Tally
from almandine.engine.sets.creation import make_set
from almandine.engine.sets.drafts import SetDraft
from almandine.faults import (
    IncompletePopulation,
    InvalidCombineOperator,
    InvalidParameter,
    InvalidSetType,
    MissingParameter,
    NotAnImportRun,
    Refusal,
    SetNameTaken,
    SetsOfDifferentContent,
    UnknownRun,
    UnknownSetToDelete,
)
from almandine.records.sets import RecordSet, SetType
from unit.engine.sets.memory import (
    ANNA,
    BIBS,
    FOUND,
    ITEMS,
    NOON,
    RUN,
    MemoryRuns,
    MemoryTx,
    holding,
)
from unit.engine.sets.refusing import refusal_of

MORE = replace(BIBS, set_id="5", name="More maps")
BOTH = SetDraft(name="Both")


def library() -> MemoryTx:
    """Set 1 holds a, b and c; set 5 b, c and d; logical set 4 finds c and e."""
    sets = holding({"1": "abc", "5": "bcd", "4": "ce"}, BIBS, MORE, FOUND, ITEMS)
    return MemoryTx(sets, MemoryRuns([RUN]))


@pytest.mark.parametrize(
    ("asked", "draft", "refusal"),
    [
        ({"population": "X"}, BOTH, IncompletePopulation()),
        ({"job_instance_id": "17"}, BOTH, IncompletePopulation()),
        ({"population": "X", "job_instance_id": "1"}, BOTH, UnknownRun("1")),
        ({"population": "X", "job_instance_id": "17"}, BOTH, NotAnImportRun("17")),
        (
            {"filter_set": "1", "indication_rule": "R"},
            BOTH,
            InvalidParameter(
                "filter_set", "1", "none, because there are no indication rules"
            ),
        ),
        (
            {"nz_set_from_iz_set": "1"},
            BOTH,
            InvalidParameter(
                "nz_set_from_iz_set", "1", "none, because there is no network zone"
            ),
        ),
        ({"from_logical_set": "9"}, BOTH, UnknownSetToDelete("9")),
        (
            {"from_logical_set": "1"},
            BOTH,
            InvalidParameter("from_logical_set", "1", "the id of a logical set"),
        ),
        (
            {"combine": "XOR", "set1": "1", "set2": "5"},
            BOTH,
            InvalidCombineOperator("XOR"),
        ),
        ({"combine": "AND"}, BOTH, MissingParameter("set1")),
        ({"combine": "AND", "set1": "1"}, BOTH, MissingParameter("set2")),
        ({"set1": "1", "set2": "9"}, BOTH, UnknownSetToDelete("9")),
        (
            {"set1": "1", "set2": "2"},
            BOTH,
            SetsOfDifferentContent("BIB_MMS, ITEM"),
        ),
        (
            {"set1": "1", "set2": "5"},
            replace(BOTH, content="ITEM"),
            SetsOfDifferentContent("BIB_MMS, BIB_MMS, ITEM"),
        ),
        (
            {"set1": "1", "set2": "5"},
            replace(BOTH, type="LOGICAL"),
            InvalidSetType("LOGICAL"),
        ),
        ({"set1": "1", "set2": "5"}, SetDraft(), MissingParameter("name")),
        (
            {"set1": "1", "set2": "5"},
            SetDraft(name="Old maps"),
            SetNameTaken("Old maps"),
        ),
        ({"combine": "None", "set1": "None"}, BOTH, MissingParameter("type")),
    ],
)
def test_a_set_that_cannot_be_made_is_refused_and_stores_nothing(
    asked: dict[str, str], draft: SetDraft, refusal: Refusal
) -> None:
    tx = library()
    given = refusal_of(lambda: make_set(draft, asked, creator=ANNA, tx=tx))
    assert given == refusal
    assert (tx.sets, tx.runs) == (library().sets, library().runs)


@pytest.mark.parametrize(
    ("asked", "members"),
    [
        ({"combine": "AND", "set1": "1", "set2": "5"}, "bc"),
        ({"combine": "OR", "set1": "1", "set2": "5"}, "abcd"),
        ({"combine": "NOT", "set1": "1", "set2": "5"}, "a"),
        ({"combine": "NOT", "set1": "5", "set2": "1"}, "d"),
        ({"combine": "AND", "set1": "1", "set2": "4"}, "c"),
        ({"combine": "OR", "set1": "1", "set2": "5", "set3": "4"}, "abcde"),
        ({"set1": "1", "set2": "5"}, "bc"),
        ({"from_logical_set": "4"}, "ce"),
    ],
)
def test_a_new_set_holds_what_the_others_give(
    asked: dict[str, str], members: str
) -> None:
    tx = library()
    made, _ = make_set(BOTH, asked, creator=ANNA, tx=tx)
    assert tx.sets.held[made.set_id] == set(members)


def test_a_combined_set_is_itemized_and_of_the_content_of_its_sources() -> None:
    asked = {"combine": "AND", "set1": "1", "set2": "5"}
    made, _ = make_set(BOTH, asked, creator=ANNA, tx=library())
    assert made == RecordSet(
        set_id="set-1",
        name="Both",
        content="BIB_MMS",
        type=SetType.ITEMIZED,
        created_by="anna",
        created_at=NOON,
        modified_at=NOON,
    )


def test_combining_leaves_a_finished_run_to_be_polled() -> None:
    tx = library()
    asked = {"combine": "AND", "set1": "1", "set2": "5"}
    _, run = make_set(BOTH, asked, creator=ANNA, tx=tx)
    assert run == Run(
        run_id="run-2",
        external_id="run-3",
        job_id="O900",
        job_type="",
        job_name="Combine Sets",
        name="Combine Sets - via API - Both",
        origin=Origin.API,
        submitted_by="anna",
        submitted_by_name="Berg, Anna",
        set_id="set-1",
        status=Status.COMPLETED_SUCCESS,
        submitted_at=NOON,
        started_at=NOON,
        ended_at=NOON,
        status_at=NOON,
        members=2,
        tally=Tally(changed=2),
        counters=(Counter("label.members.added", "Members added", "2"),),
        alert="alert_general_success",
    )
    assert tx.runs.kept == [RUN, run]


def test_itemizing_leaves_a_run_of_its_own_job() -> None:
    _, run = make_set(BOTH, {"from_logical_set": "4"}, creator=ANNA, tx=library())
    assert run is not None
    assert (run.job_id, run.name) == ("O901", "Itemize Set - via API - Both")


def test_a_plain_set_comes_without_a_run() -> None:
    tx = library()
    draft = SetDraft(name="Plain", type="ITEMIZED", content="BIB_MMS")
    made, run = make_set(draft, {"format": "json"}, creator=ANNA, tx=tx)
    assert (made.name, run, tx.runs.kept) == ("Plain", None, [RUN])
