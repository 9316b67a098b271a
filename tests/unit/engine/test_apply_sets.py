from almandine.engine.apply.plan import SetTable
from unit.engine.apply_cases import plan_of, problems_after_institution


def test_a_set_has_members_or_a_query() -> None:
    plan = plan_of("""
        [[sets]]
        name = "Some"
        content = "BIB_MMS"
        members = ["9911021"]
    """)
    assert plan.sets == (
        SetTable(name="Some", content="BIB_MMS", members=("9911021",)),
    )


def test_a_set_with_neither_is_refused() -> None:
    assert problems_after_institution("""
        [[sets]]
        name = "None"
        content = "BIB_MMS"
    """) == ["sets[1]: a set has either members or query"]


def test_a_set_of_unknown_content_is_refused() -> None:
    assert problems_after_institution("""
        [[sets]]
        name = "Odd"
        content = "BIBS"
        members = []
    """) == [
        (
            "sets[1].content: 'BIBS' is unknown; allowed: BIB_MMS, IEP, IEE, IED, IE, "
            "AUTHORITY_MMS, HOLDING, ITEM, PORTFOLIO, USER"
        )
    ]


def test_a_query_about_other_records_is_refused() -> None:
    assert problems_after_institution("""
        [[sets]]
        name = "Odd"
        content = "BIB_MMS"
        query = 'ITEM where BIB_MMS (title CONTAIN "history")'
    """) == ["sets[1].query: asks for ITEM; allowed: BIB_MMS"]


def test_a_query_that_cannot_be_read_is_told_with_its_position() -> None:
    (problem,) = problems_after_institution("""
        [[sets]]
        name = "Odd"
        content = "BIB_MMS"
        query = "BIB_MMS where"
    """)
    assert problem.startswith("sets[1].query: ")
    assert "at position" in problem
