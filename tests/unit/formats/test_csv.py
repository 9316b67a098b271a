"""CSV lines: quoting, and cells that a spreadsheet would calculate."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.formats.csv import FORMULA_STARTS, csv_line


def test_every_cell_is_quoted_and_the_line_ends_in_cr_lf() -> None:
    assert csv_line(["a", "", "b, c"]) == b'"a","","b, c"\r\n'


def test_a_quote_is_doubled() -> None:
    assert csv_line(['say "no"']) == b'"say ""no"""\r\n'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert csv_line([f"{start}1+1"]) == f'"\'{start}1+1"\r\n'.encode()


def test_a_formula_sign_further_on_is_harmless() -> None:
    assert csv_line(["1-1=0 @ \t"]) == b'"1-1=0 @ \t"\r\n'


def test_text_is_utf8() -> None:
    assert csv_line(["Café"]) == '"Café"\r\n'.encode()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_a_reader_gets_back_what_was_written(cells: list[str]) -> None:
    read = next(csv.reader(StringIO(csv_line(cells).decode(), newline="")))
    harmless = ["'" + c if c.startswith(FORMULA_STARTS) else c for c in cells]
    assert read == harmless
