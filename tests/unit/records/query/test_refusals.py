"""What the language declines, and how it says so."""

import pytest

from almandine.records.query import MAX_DEPTH, MAX_LENGTH, QueryError, parse


def refusal(text: str) -> str:
    with pytest.raises(QueryError) as caught:
        parse(text)
    return str(caught.value)


def bibs(condition: str) -> str:
    return f"BIB_MMS where BIB_MMS ({condition})"


def test_an_unknown_operator_is_named_with_its_column_and_the_operators_that_fit() -> (
    None
):
    assert refusal('ITEM where ITEM (processType CONTAINS "x")') == (
        "Unknown operator CONTAINS at position 30; use one of CONTAIN, NOT_CONTAIN, "
        "STARTS_WITH, EQUAL, OUTER_EQUAL, NOT_EQUAL, IS_EMPTY, NOT_EMPTY"
    )


def test_an_error_carries_its_parts() -> None:
    with pytest.raises(QueryError) as caught:
        parse(bibs('suppressed EQUAL "perhaps"'))
    error = caught.value
    assert (error.reason, error.position, error.remedy) == (
        "Bad boolean perhaps for mms_tagSuppressed",
        41,
        "write true or false",
    )


def test_an_error_without_a_remedy_is_one_clause() -> None:
    assert str(QueryError("Unknown word", 3)) == "Unknown word at position 3"


def test_an_unknown_field_is_named_with_the_fields_of_the_level() -> None:
    assert refusal('PORTFOLIO where PORTFOLIO (title CONTAIN "x")') == (
        "Unknown field title of PORTFOLIO at position 28; "
        "use one of portfolio_pid, url, portfolio_baseStatus, collection"
    )


def test_bibs_offer_their_local_fields_as_well() -> None:
    assert refusal(bibs('titel CONTAIN "x"')).endswith("main_pub_date, local_field_9XX")


def test_local_fields_are_fields_of_bibs_only() -> None:
    assert refusal('ITEM where ITEM (local_field_983 CONTAIN "x")').startswith(
        "Unknown field local_field_983 of ITEM at position 18;"
    )


LEVELS = (
    "use one of BIB_MMS, IEP, IEE, IED, IE, HOLDING, ITEM, PORTFOLIO, IEPA, IEC, "
    "AUTHORITY_MMS"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("USER where USER (x)", "No logical sets of type USER at position 1"),
        ("vendor where X (x)", "No logical sets of type vendor at position 1"),
        ("BOOKS where BIB_MMS (x)", "Unknown content type BOOKS at position 1"),
        ('ITEM where BIBS (title CONTAIN "x")', "Unknown level BIBS at position 12"),
        ('ITEM where title CONTAIN "x"', "Unknown level title at position 12"),
        (
            'ITEM where ITEM (BIBS (title CONTAIN "x"))',
            "Unknown level BIBS at position 18",
        ),
    ],
)
def test_what_has_no_level_is_told_the_levels(text: str, message: str) -> None:
    assert refusal(text) == f"{message}; {LEVELS}"


def test_a_bad_operator_for_the_fields_kind_is_told_apart_from_an_unknown_one() -> None:
    assert refusal(bibs('suppressed CONTAIN "true"')) == (
        "Operator CONTAIN does not fit mms_tagSuppressed at position 35; "
        "use one of EQUAL, OUTER_EQUAL, NOT_EQUAL"
    )


def test_titles_have_no_order() -> None:
    assert refusal(bibs('title BETWEEN "a" "b"')).startswith(
        "Operator BETWEEN does not fit title at position 30;"
    )


@pytest.mark.parametrize(
    "written", ["2022-13-05", "2022-02-30", "05/08/2022", "2022", "2022-W31-5", "soon"]
)
def test_a_bad_date_is_shown_with_a_good_one(written: str) -> None:
    assert refusal(f'ITEM where ITEM (arrivalDate BEFORE "{written}")') == (
        f"Bad date {written} for arrivalDate at position 37; "
        "write a day such as 2026-12-31"
    )


@pytest.mark.parametrize("written", ["MCM", "19.5", "1" * 19])
def test_a_bad_number_is_refused(written: str) -> None:
    assert refusal(bibs(f'publication_year EQUAL "{written}"')) == (
        f"Bad number {written} for main_pub_date at position 47; "
        "write a whole number of at most 18 digits"
    )


@pytest.mark.parametrize("written", ["", "  "])
def test_an_empty_value_points_to_the_operators_for_it(written: str) -> None:
    assert refusal(bibs(f'title CONTAIN "{written}"')) == (
        "Empty value for title at position 38; "
        "ask for emptiness with IS_EMPTY or NOT_EMPTY"
    )


def test_emptiness_takes_no_value() -> None:
    assert refusal(bibs('series NOT_EMPTY "x"')) == (
        "NOT_EMPTY takes no value at position 41"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "Unexpected end of the query at position 1; expected a content type",
        ),
        ("ITEM", "Unexpected end of the query at position 5; expected where"),
        (
            "ITEM where",
            "Unexpected end of the query at position 11; expected a field or a level",
        ),
        (bibs(""), "Unexpected ) at position 24; expected a field or a level"),
        (
            bibs('"title"'),
            "Unexpected title at position 24; expected a field or a level",
        ),
        (bibs("title"), "Unexpected ) at position 29; expected an operator"),
        (
            bibs("title CONTAIN x"),
            "Unexpected x at position 38; expected a value in double quotes",
        ),
        (
            bibs('mms_id BETWEEN "1"'),
            "Unexpected ) at position 42; expected a value in double quotes",
        ),
        (
            bibs('title CONTAIN "x" ""'),
            'Unexpected "" at position 42; expected AND, OR or )',
        ),
        ("BIB_MMS where BIB_MMS title", "Unexpected title at position 23; expected ("),
        (
            bibs('title CONTAIN "x"') + " (",
            "Unexpected ( at position 43; expected AND, OR or the end",
        ),
        (
            bibs('title CONTAIN "x'),
            'Unclosed quote at position 38; end the value with " (inside it, \\")',
        ),
    ],
)
def test_a_broken_sentence_is_told_what_was_expected(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('""', "Unexpected end of the query at position 47; expected ("),
        (
            '"MAIN : "',
            "Unexpected end of the query at position 54; expected a word",
        ),
        ('"main) x"', "Unexpected ) at position 51; expected end of the query"),
        ("main", "Unexpected main at position 46; expected ("),
        ("((a : b) and (c : d))", "Unexpected and at position 55; expected )"),
        ("((a : b : c))", "Unexpected : at position 54; expected )"),
        ("()", "Unexpected ) at position 47; expected ("),
    ],
)
def test_a_broken_list_of_locations_is_refused_where_it_breaks(
    value: str, message: str
) -> None:
    text = f"HOLDING where HOLDING (location OUTER_EQUAL  {value})"
    assert refusal(text) == message


def nested(depth: int) -> str:
    return f'BIB_MMS where BIB_MMS {"(" * depth}title CONTAIN "x"{")" * depth}'


def test_the_deepest_query_allowed_is_read() -> None:
    assert parse(nested(MAX_DEPTH)) == parse(nested(1))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 4_000])
def test_one_parenthesis_too_many_is_refused(depth: int) -> None:
    assert refusal(nested(depth)) == (
        f"Query nested too deeply at position {23 + MAX_DEPTH}; "
        f"at most {MAX_DEPTH} levels are read"
    )


def test_negations_count_as_nesting() -> None:
    assert refusal(bibs("NOT " * 2_000 + 'title CONTAIN "x"')).startswith(
        "Query nested too deeply at position"
    )


def test_the_longest_query_allowed_is_read() -> None:
    padding = " " * (MAX_LENGTH - len(nested(1)))
    assert parse(nested(1) + padding) == parse(nested(1))


def test_one_character_too_many_is_refused() -> None:
    assert refusal(" " * 10_001) == (
        "Query of 10001 characters at position 10001; at most 10000 are read"
    )


def test_a_character_no_database_can_hold_is_refused() -> None:
    assert refusal(bibs('title CONTAIN "a\0b"')) == (
        "Character NUL at position 40; leave it out"
    )


def test_a_long_word_does_not_swamp_the_message() -> None:
    assert refusal("x" * 9_000).startswith(
        f"Unknown content type {'x' * 60}… at position 1;"
    )
