"""Matches on the wire."""

import pytest

from almandine.engine.imports.line import Line
from almandine.http.routes.matches import methods_of, show_match
from almandine.records.importing.action import Action


@pytest.mark.parametrize(
    ("key", "method"),
    [
        ("isbn:9780192833549", "isbn_024_035"),
        ("oclc:12345", "isbn_024_035"),
        ("issn:12345679", "issn"),
    ],
)
def test_a_match_is_told_by_the_method_that_found_it(key: str, method: str) -> None:
    methods = methods_of({"match": "ISBN_024_035", "serials": "issn", "guard": "true"})
    line = Line(1, 1, Action.MERGED, number="v1", key=key, matches=("991", "992"))
    shown = show_match(line, methods)
    assert (shown.match_method, shown.mms_ids) == (method, "991,992")


def test_without_settings_the_default_found_it() -> None:
    line = Line(1, 1, Action.MERGED, key="oclc:1", matches=("991",))
    assert show_match(line, methods_of({})).match_method == "oclc"
