"""Queries as people read them."""

import pytest

from almandine.records.query import Operator, describe, parse


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'BIB_MMS where BIB_MMS ((all CONTAIN "991082448539705501"))',
            'where (Keywords contains keywords "991082448539705501")',
        ),
        (
            (
                'IEP where HOLDING ((permanentCallNumberType OUTER_EQUAL "0") AND '
                'HOLDING (PermanentCallNumber GREATER_EQUAL "AC") AND HOLDING '
                "(permanentPhysicalLocation EQUAL ((MAIN : main) or (GRAD : grad))))"
            ),
            (
                'where (Permanent call number type equals "0" AND Permanent call '
                'number >= "AC" AND Permanent physical location contains phrase '
                "((MAIN : main) or (GRAD : grad)))"
            ),
        ),
        (
            (
                'ITEM where BIB_MMS (title CONTAIN "x") and ITEM (arrivalDate BEFORE '
                '"2022-08-05" OR arrivalDate IS_EMPTY)'
            ),
            (
                'where Title (Title contains keywords "x") AND Physical item '
                '(Receiving date before "2022-08-05" OR Receiving date is empty)'
            ),
        ),
        (
            (
                'BIB_MMS where BIB_MMS (NOT title STARTS_WITH "x" AND BIB_MMS '
                '(main_pub_date EQUAL "1998" OR main_pub_date BETWEEN "1" "2"))'
            ),
            (
                'where (NOT Title starts with "x" AND (Publication year equals "1998" '
                'OR Publication year is between "1" "2"))'
            ),
        ),
        (
            (
                "ITEM where NOT HOLDING (call_number NOT_EMPTY AND ITEM (barcode "
                "NOT_EMPTY))"
            ),
            (
                "where NOT Holding (Permanent call number is not empty AND Physical "
                "item (Barcode is not empty))"
            ),
        ),
    ],
)
def test_a_query_is_said_in_words(text: str, words: str) -> None:
    assert describe(parse(text)) == words


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_has_words_of_its_own(operator: Operator) -> None:
    field = "title" if operator is Operator.CONTAIN_PHRASE else "mms_id"
    values = {
        Operator.BETWEEN: ' "1" "2"',
        Operator.IS_EMPTY: "",
        Operator.NOT_EMPTY: "",
    }
    value = values.get(operator, ' "1"')
    query = f"BIB_MMS where BIB_MMS ({field} {operator}{value})"
    assert operator not in describe(parse(query))
