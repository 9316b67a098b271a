"""Job types are found by looking, and strangers pass the same checks."""

from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint
from typing import Annotated

import pytest

from almandine.jobtypes import (
    GROUP,
    BrokenJobType,
    collected,
    discover,
    suppress_bibs,
    two_task_process,
)

SUPPRESS = suppress_bibs.JOB_TYPE


@dataclass(frozen=True)
class Unannotated:
    number: int


@dataclass(frozen=True)
class Misannotated:
    number: Annotated[int, "a number"]


def plugin(value: str) -> EntryPoint:
    return EntryPoint("mine", value, GROUP)


def test_every_module_of_the_package_is_found() -> None:
    assert discover([])["suppress_bibs"] == SUPPRESS


def test_a_plugin_may_be_a_module_or_the_job_type_itself() -> None:
    with pytest.raises(BrokenJobType, match="name suppress_bibs is taken by"):
        discover([plugin("almandine.jobtypes.suppress_bibs")])
    with pytest.raises(BrokenJobType, match="name suppress_bibs is taken by"):
        discover([plugin("almandine.jobtypes.suppress_bibs:JOB_TYPE")])


def test_a_module_may_give_several_job_types() -> None:
    several = plugin("unit.jobtypes.two_job_types")
    assert {"mine_1", "mine_2"} <= discover([several]).keys()


def test_installed_plugins_are_taken_by_default() -> None:
    assert discover().keys() >= discover([]).keys()


def test_a_plugin_that_cannot_be_imported_is_named() -> None:
    message = "entry point mine = nowhere: No module named 'nowhere'"
    with pytest.raises(BrokenJobType, match=message):
        discover([plugin("nowhere")])


def test_a_plugin_without_a_job_type_is_named() -> None:
    message = "mine = json: neither JOB_TYPE nor JOB_TYPES is there"
    with pytest.raises(BrokenJobType, match=message):
        discover([plugin("json")])


def test_two_job_types_cannot_have_one_id() -> None:
    twin = replace(SUPPRESS, name="twin")
    with pytest.raises(BrokenJobType, match=r"^b: the id M902 is taken by a$"):
        collected([("a", SUPPRESS), ("b", twin)])


def test_two_job_types_cannot_have_one_action() -> None:
    one = replace(SUPPRESS, alma_id="", action="X/Y")
    with pytest.raises(BrokenJobType, match=r"^b: the action X/Y is taken by a$"):
        collected([("a", one), ("b", replace(one, name="twin"))])


def test_many_job_types_may_have_neither_id_nor_action() -> None:
    one = replace(SUPPRESS, alma_id="")
    two = replace(two_task_process.JOB_TYPE, alma_id="")
    assert dict(collected([("a", one), ("b", two)])) == {
        "suppress_bibs": one,
        "two_task_process": two,
    }


def test_what_is_no_job_type_is_named() -> None:
    with pytest.raises(BrokenJobType, match=r"^a: str is no job type$"):
        collected([("a", "suppress_bibs")])


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (int, "its parameters are no dataclass"),
        (Unannotated, "number: a parameter is Annotated"),
        (Misannotated, "number: its annotation has no Param"),
    ],
)
def test_parameters_that_cannot_be_read_are_named(
    params: type[suppress_bibs.SuppressBibs], message: str
) -> None:
    with pytest.raises(BrokenJobType, match=message):
        collected([("a", replace(SUPPRESS, params=params))])
