"""Which institution a command is about."""

import pytest
import rich_click as click

from almandine.cli.failures import Failure
from almandine.cli.places import chosen_institution


def test_the_only_institution_need_not_be_named() -> None:
    assert chosen_institution(["01ONE"], None) == "01ONE"


def test_one_of_several_is_chosen_by_its_code() -> None:
    assert chosen_institution(["01ONE", "01TWO"], "01TWO") == "01TWO"


def test_several_have_to_be_chosen_from() -> None:
    with pytest.raises(click.UsageError, match="01ONE, 01TWO"):
        chosen_institution(["01ONE", "01TWO"], None)


def test_an_unknown_one_is_told_with_those_that_are_there() -> None:
    with pytest.raises(click.UsageError, match=r"no institution 01NO; .*: 01ONE"):
        chosen_institution(["01ONE"], "01NO")


def test_where_there_is_none_the_way_to_one_is_told() -> None:
    with pytest.raises(Failure, match="almandine seed"):
        chosen_institution([], None)
