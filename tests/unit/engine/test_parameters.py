from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import pytest

from almandine.engine.jobtype import Param
from almandine.engine.parameters import bind, check, check_presence, names_of
from almandine.faults import (
    EmptyParameter,
    InvalidParameter,
    MissingParameter,
    Refusal,
    Refused,
)


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True, slots=True)
class Choices:
    hide: Annotated[bool, Param(wire="task_Hide_boolean", label="Hide")]
    size: Annotated[int, Param(wire="size", label="Size")] = 0
    colour: Annotated[Colour, Param(wire="colour", label="Colour")] = Colour.RED
    rule: Annotated[str, Param(wire="task_*_rule", label="Rule", reference="rule")] = ""
    note: Annotated[str, Param(wire="note", label="Note")] = "none"


@dataclass(frozen=True, slots=True)
class Unmarked:
    size: int = 0


def rules(kind: str, name: str) -> str | None:
    return {("rule", "Tidy"): "text of Tidy"}.get((kind, name))


def refusal_of(*pairs: tuple[str, str]) -> Refusal:
    with pytest.raises(Refused) as refused:
        check(Choices, pairs, rules)
    return refused.value.refusal


HIDE = ("task_Hide_boolean", "true")


def test_a_mandatory_parameter_that_is_not_there_is_missing() -> None:
    assert refusal_of(("size", "1")) == MissingParameter("task_Hide_boolean")


@pytest.mark.parametrize("nothing", ["", "  ", "Null"])
def test_a_mandatory_parameter_without_a_value_is_empty(nothing: str) -> None:
    given = ("task_Hide_boolean", nothing)
    assert refusal_of(given) == EmptyParameter("task_Hide_boolean")


def test_what_is_missing_is_told_before_what_is_wrong() -> None:
    assert refusal_of(("size", "many")) == MissingParameter("task_Hide_boolean")


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "1e3", "12345678901"])
def test_a_number_is_digits_alone(text: str) -> None:
    allowed = "a whole number from 0 to 999999999"
    assert refusal_of(HIDE, ("size", text)) == InvalidParameter("size", text, allowed)


def test_a_truth_is_true_or_false() -> None:
    refusal = refusal_of(("task_Hide_boolean", "perhaps"))
    assert refusal == InvalidParameter("task_Hide_boolean", "perhaps", "true or false")


def test_a_choice_is_one_of_those_there_are() -> None:
    refusal = refusal_of(HIDE, ("colour", "green"))
    assert refusal == InvalidParameter("colour", "green", "RED, BLUE")


def test_a_reference_must_name_something() -> None:
    refusal = refusal_of(HIDE, ("task_7_rule", "Untidy"))
    assert refusal == InvalidParameter(
        "task_*_rule", "Untidy", "the name of an existing rule"
    )


def test_an_empty_optional_parameter_means_its_default() -> None:
    settings = check(Choices, [HIDE, ("size", ""), ("colour", "Null")], rules)
    assert bind(Choices, settings) == Choices(hide=True)


def test_unknown_names_mean_nothing() -> None:
    assert check(Choices, [HIDE, ("mystery", "1")], rules) == {"hide": "true"}


def test_of_a_repeated_name_the_last_value_holds() -> None:
    settings = check(Choices, [HIDE, ("size", "1"), ("size", "2")], rules)
    assert bind(Choices, settings) == Choices(hide=True, size=2)


def test_a_star_stands_for_the_number_of_a_task() -> None:
    settings = check(Choices, [HIDE, ("task_189_rule", "Tidy")], rules)
    assert bind(Choices, settings) == Choices(hide=True, rule="text of Tidy")


def test_a_star_stands_for_nothing_but_digits() -> None:
    assert check(Choices, [HIDE, ("task_x_rule", "Untidy")], rules) == {"hide": "true"}


@pytest.mark.parametrize(
    ("text", "truth"),
    [("true", True), ("TRUE", True), ("1", True), ("False", False), ("no", False)],
)
def test_truths_are_read_in_the_spellings_clients_use(
    text: str, *, truth: bool
) -> None:
    settings = check(Choices, [("task_Hide_boolean", text)], rules)
    assert bind(Choices, settings) == Choices(hide=truth)


def test_choices_are_read_in_any_case() -> None:
    settings = check(Choices, [HIDE, ("colour", "blue")], rules)
    assert bind(Choices, settings) == Choices(hide=True, colour=Colour.BLUE)


def test_presence_alone_does_not_look_at_values() -> None:
    check_presence(Choices, [HIDE, ("size", "many")])


def test_names_come_in_the_order_of_the_declaration() -> None:
    assert list(names_of(Choices)) == [
        "task_Hide_boolean",
        "size",
        "colour",
        "task_*_rule",
        "note",
    ]


def test_a_field_without_its_mark_is_a_mistake_of_the_author() -> None:
    with pytest.raises(TypeError, match="size: a parameter is Annotated"):
        list(names_of(Unmarked))
