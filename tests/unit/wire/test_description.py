"""What an object's fields say about its members."""

from typing import Annotated

import msgspec
import pytest

from almandine.wire.description import ATTRIBUTE, Place, WireObject, Wrapped, describe
from almandine.wire.instance import JobInstance
from almandine.wire.sets import MembersRequest
from almandine.wire.texts import Coded
from almandine.wire.tree import Tree, UnreadableError
from wire.objects import every_object


class OpeningHours(WireObject, frozen=True, rename="camel"):
    """An object that only this test knows."""

    link: Annotated[str | None, ATTRIBUTE] = None
    week_day: Coded | None = None
    hour: Annotated[tuple[int, ...], Wrapped("hours")] = ()


def test_an_object_is_described_by_its_fields_alone() -> None:
    described = [
        (p.field, p.name, p.place, p.wrapper, p.many)
        for p in describe(OpeningHours).properties
    ]
    assert described == [
        ("link", "link", Place.ATTRIBUTE, None, False),
        ("week_day", "weekDay", Place.ELEMENT, None, False),
        ("hour", "hour", Place.ELEMENT, "hours", True),
    ]


def test_the_root_element_is_the_class_name_in_snake_case() -> None:
    assert describe(JobInstance).roots == ("job_instance",)


def test_an_object_may_name_its_root_elements() -> None:
    assert describe(MembersRequest).roots == ("set", "members")


def test_a_description_is_worked_out_once() -> None:
    assert describe(OpeningHours) is describe(OpeningHours)


def test_what_is_absent_is_not_shown() -> None:
    assert describe(OpeningHours).show(OpeningHours()) == {}


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        ({}, OpeningHours()),
        ({"link": None, "weekDay": None, "hour": None}, OpeningHours()),
        ({"unknown": {"hour": [1]}}, OpeningHours()),
        ({"hour": []}, OpeningHours()),
        ({"hour": [8, None, "9"]}, OpeningHours(hour=(8, 9))),
        ({"weekDay": "MON"}, OpeningHours(week_day=Coded(value="MON"))),
        ({"weekDay": 1}, OpeningHours(week_day=Coded(value="1"))),
        ({"weekDay": {"value": None, "desc": None}}, OpeningHours(week_day=Coded())),
    ],
)
def test_a_tree_is_read_leniently(tree: Tree, value: OpeningHours) -> None:
    assert describe(OpeningHours).read(tree) == value


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ([], "The document: expected an object, found a list."),
        ("x", "The document: expected an object, found text."),
        ({"hour": 8}, "hour: expected a list, found a number."),
        ({"hour": [8, "x"]}, "hour[1]: expected a whole number, found 'x'."),
        ({"weekDay": []}, "weekDay: expected an object, found a list."),
        ({"weekDay": {"desc": {}}}, "weekDay.desc: expected text, found an object."),
    ],
)
def test_what_misfits_is_said_with_its_place(tree: Tree, sentence: str) -> None:
    with pytest.raises(UnreadableError) as unreadable:
        describe(OpeningHours).read(tree)
    assert str(unreadable.value) == sentence


@pytest.mark.parametrize("kind", every_object(), ids=lambda kind: kind.__name__)
def test_every_field_is_absent_by_default(kind: type[WireObject]) -> None:
    defaults = [field.default for field in msgspec.structs.fields(kind)]
    assert all(default in (None, (), "") for default in defaults)
