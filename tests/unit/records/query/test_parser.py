"""What a query means."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from almandine.records.query import (
    And,
    At,
    Comparison,
    Condition,
    Field,
    Level,
    Location,
    Not,
    Operator,
    Or,
    Query,
    Value,
    find_field,
    parse,
)

SHARED = Path(
    os.environ.get("ALMANDINE_SHARED", Path(__file__).resolve().parents[5] / "shared")
)


def field(level: Level, name: str) -> Field:
    found = find_field(level, name)
    assert found is not None
    return found


def bib(name: str, operator: Operator, *values: Value) -> Comparison:
    return Comparison(field(Level.BIB_MMS, name), operator, values)


def holding(name: str, operator: Operator, *values: Value) -> Comparison:
    return Comparison(field(Level.HOLDING, name), operator, values)


def item(name: str, operator: Operator, *values: Value) -> Comparison:
    return Comparison(field(Level.ITEM, name), operator, values)


def in_bibs(text: str) -> Condition:
    return parse(f"BIB_MMS where BIB_MMS ({text})").condition


def at_bibs(condition: Condition) -> At:
    return At(Level.BIB_MMS, condition)


A = bib("title", Operator.CONTAIN, "a")
B = bib("title", Operator.CONTAIN, "b")
C = bib("title", Operator.CONTAIN, "c")
WRITTEN = {name: f'title CONTAIN "{name}"' for name in "abc"}


def test_reads_levels_side_by_side() -> None:
    query = parse(
        'ITEM where BIB_MMS (title CONTAIN "history") '
        'and HOLDING (holding_Library OUTER_EQUAL "ART")'
    )
    assert query == Query(
        Level.ITEM,
        And(
            (
                at_bibs(bib("title", Operator.CONTAIN, "history")),
                At(
                    Level.HOLDING,
                    holding("holding_Library", Operator.OUTER_EQUAL, "ART"),
                ),
            )
        ),
    )


def test_reads_levels_within_levels() -> None:
    query = parse(
        'BIB_MMS where BIB_MMS ((mms_id GREATER_EQUAL "991") AND BIB_MMS '
        '(mms_id LESS_THAN "992") AND BIB_MMS (series NOT_EMPTY))'
    )
    assert query.condition == at_bibs(
        And(
            (
                bib("mms_id", Operator.GREATER_EQUAL, "991"),
                at_bibs(bib("mms_id", Operator.LESS_THAN, "992")),
                at_bibs(bib("series", Operator.NOT_EMPTY)),
            )
        )
    )


def test_the_innermost_level_decides_which_field_is_meant() -> None:
    query = parse(
        "ITEM where HOLDING ((call_number NOT_EMPTY) AND ITEM (call_number IS_EMPTY))"
    )
    assert query.condition == At(
        Level.HOLDING,
        And(
            (
                holding("PermanentCallNumber", Operator.NOT_EMPTY),
                At(Level.ITEM, item("alterCallNumber", Operator.IS_EMPTY)),
            )
        ),
    )


def test_and_binds_tighter_than_or() -> None:
    a, b, c = WRITTEN.values()
    assert in_bibs(f"{a} OR {b} AND {c}") == at_bibs(Or((A, And((B, C)))))


def test_parentheses_bind_tightest() -> None:
    a, b, c = WRITTEN.values()
    assert in_bibs(f"({a} OR {b}) AND {c}") == at_bibs(And((Or((A, B)), C)))


def test_not_takes_only_what_follows_it() -> None:
    a, b, _ = WRITTEN.values()
    assert in_bibs(f"NOT {a} AND {b}") == at_bibs(And((Not(A), B)))


def test_not_takes_a_whole_level() -> None:
    query = parse(f"ITEM where NOT BIB_MMS ({WRITTEN['a']})")
    assert query.condition == Not(at_bibs(A))


def test_redundant_parentheses_and_whitespace_mean_nothing() -> None:
    query = parse('BIB_MMS where(BIB_MMS(((\n\ttitle  CONTAIN"a"  ))))')
    assert query == Query(Level.BIB_MMS, at_bibs(A))


def test_case_means_nothing_outside_values() -> None:
    query = parse('bib_mms WHERE Bib_Mms (TITLE contain "a" And Not title CONTAIN "b")')
    assert query == Query(Level.BIB_MMS, at_bibs(And((A, Not(B)))))


def test_every_operator_is_read_under_its_own_name() -> None:
    text = field(Level.BIB_MMS, "mms_createDate").operators
    words = field(Level.BIB_MMS, "title").operators
    assert set(Operator) == {*text, *words}


@pytest.mark.parametrize("operator", list(Operator))
def test_an_operator_reads_back_as_itself(operator: Operator) -> None:
    name = "mms_id" if operator is not Operator.CONTAIN_PHRASE else "title"
    values = {
        Operator.BETWEEN: ("1", "2"),
        Operator.IS_EMPTY: (),
        Operator.NOT_EMPTY: (),
    }.get(operator, ("1",))
    written = " ".join(f'"{value}"' for value in values)
    assert in_bibs(f"{name} {operator} {written}") == at_bibs(
        bib(name, operator, *values)
    )


@pytest.mark.parametrize(
    ("synonym", "operator"),
    [("BEFORE", Operator.LESS_THAN), ("after", Operator.GREATER_THAN)],
)
def test_before_and_after_are_less_and_greater(
    synonym: str, operator: Operator
) -> None:
    query = parse(f'ITEM where ITEM (arrivalDate {synonym} "2022-08-05")')
    assert query.condition == At(
        Level.ITEM, item("arrivalDate", operator, date(2022, 8, 5))
    )


@pytest.mark.parametrize("operator", [Operator.IS_EMPTY, Operator.NOT_EMPTY])
def test_emptiness_tolerates_an_empty_value(operator: Operator) -> None:
    assert in_bibs(f'series {operator} ""') == at_bibs(bib("series", operator))


def test_dates_are_read_with_and_without_hyphens() -> None:
    assert in_bibs('creation_date BETWEEN "2022-08-05" "20231231"') == at_bibs(
        bib(
            "mms_createDate",
            Operator.BETWEEN,
            date(2022, 8, 5),
            date(2023, 12, 31),
        )
    )


def test_years_are_numbers() -> None:
    assert in_bibs('publication_year EQUAL "-44"') == at_bibs(
        bib("main_pub_date", Operator.EQUAL, -44)
    )


@pytest.mark.parametrize(
    ("written", "value"), [("true", True), ("YES", True), ("0", False), ("No", False)]
)
def test_truth_has_many_spellings(written: str, *, value: bool) -> None:
    assert in_bibs(f'tag_suppressed EQUAL "{written}"') == at_bibs(
        bib("mms_tagSuppressed", Operator.EQUAL, value)
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"say \"hi\""', 'say "hi"'),
        (r'"back\\slash"', r"back\slash"),
        (r'"a\b"', r"a\b"),
        ('"(a AND b) : \n"', "(a AND b) :"),
        ('"Ægir 愛"', "Ægir 愛"),
    ],
)
def test_a_value_holds_any_character(written: str, value: str) -> None:
    assert in_bibs(f"title CONTAIN {written}") == at_bibs(
        bib("title", Operator.CONTAIN, value)
    )


MAIN = Location("MAIN", "main")
GRAD = Location("GRAD", "grad")


@pytest.mark.parametrize(
    ("written", "locations"),
    [
        ("((MAIN : main) or (GRAD : grad))", (MAIN, GRAD)),
        ('"((MAIN : main) or (GRAD : grad))"', (MAIN, GRAD)),
        ("((MAIN:main)OR(GRAD:grad))", (MAIN, GRAD)),
        ("((MAIN : main))", (MAIN,)),
        ("(MAIN : main)", (MAIN,)),
        ('"MAIN : main"', (MAIN,)),
        ('"main"', (Location("", "main"),)),
        ("((main) or (or : or))", (Location("", "main"), Location("or", "or"))),
        ('"E-260 : 3rd  floor"', (Location("E-260", "3rd floor"),)),
    ],
)
def test_locations_are_pairs_of_library_and_code(
    written: str, locations: tuple[Location, ...]
) -> None:
    query = parse(f"HOLDING where HOLDING (location EQUAL {written})")
    assert query.condition == At(
        Level.HOLDING, holding("location", Operator.EQUAL, *locations)
    )


def test_a_query_goes_on_after_its_locations() -> None:
    query = parse(
        "ITEM where HOLDING ((permanentPhysicalLocation OUTER_EQUAL ((MAIN : main)))"
        ' AND ITEM (barcode EQUAL "39"))'
    )
    assert query.condition == At(
        Level.HOLDING,
        And(
            (
                holding("permanentPhysicalLocation", Operator.OUTER_EQUAL, MAIN),
                At(Level.ITEM, item("barcode", Operator.EQUAL, "39")),
            )
        ),
    )


def test_reads_the_query_of_a_recorded_set() -> None:
    recording = SHARED / "contract" / "recorded" / "set-logical-2023.xml"
    if not recording.exists():
        pytest.skip("the recorded sets are not part of the repository")
    found = re.search(r"<query[^>]*>([^<]*)<", recording.read_text())
    assert found is not None
    assert parse(found[1]) == Query(
        Level.BIB_MMS, at_bibs(bib("all", Operator.CONTAIN, "991082448539705501"))
    )
