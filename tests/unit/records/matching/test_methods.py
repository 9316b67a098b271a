"""The names of the match methods."""

import pytest

from almandine.records.matching.methods import (
    CLASS_NAMES,
    KINDS,
    MatchMethod,
)

PACKAGE = "com.exlibris.repository.mms.match."


@pytest.mark.parametrize("name", [PACKAGE + "FuzzyMatch", " "])
def test_an_unknown_or_empty_name_is_no_method(name: str) -> None:
    with pytest.raises(ValueError, match="is not a valid MatchMethod"):
        MatchMethod(name)


@pytest.mark.parametrize("method", MatchMethod)
def test_each_method_has_a_name_of_ours(method: MatchMethod) -> None:
    assert MatchMethod(method.value) is method


@pytest.mark.parametrize(("name", "method"), CLASS_NAMES.items())
def test_a_class_name_counts_with_and_without_its_package(
    name: str, method: MatchMethod
) -> None:
    assert MatchMethod(PACKAGE + name) is method
    assert MatchMethod(name) is method


def test_the_five_class_names_that_were_seen_are_known() -> None:
    assert set(CLASS_NAMES) == {
        "uniqueOCLC",
        "OCLCMatchProfile",
        "OCLCSerialMatchProfile",
        "OtherSystemOrStandardNumberMatchProfile",
        "OtherSystemOrStandardNumberSerialMatchProfile",
    }


def test_each_method_says_which_numbers_it_looks_at() -> None:
    assert set(KINDS) == set(MatchMethod)


def test_a_system_number_may_be_an_oclc_number() -> None:
    assert MatchMethod.SYSTEM_NUMBER.looks_at("oclc")
    assert MatchMethod.OCLC.looks_at("oclc")
    assert not MatchMethod.ISBN.looks_at("oclc")
