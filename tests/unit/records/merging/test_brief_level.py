"""How full records are."""

import pytest
from hypothesis import given

from almandine.records.marc.fields import Field
from almandine.records.merging.brief_level import PARTS, brief_level, is_briefer
from unit.records.marc.building import LEADER, Part, record
from unit.records.merging.any_records import FIELDS, made

BRIEF = LEADER.replace(" i 4500", "3i 4500")
TITLE: Part = ("245", b"00\x1faEmma")
DATED: Part = ("008", b"850101s1816    enk           000 1     d")
SPOKEN: Part = ("008", b"850101" + b"|" * 29 + b"eng||")
ONE_OF_EACH: tuple[Part, ...] = tuple(
    (tags[0].decode(), b"  \x1fax") for tags in PARTS.values()
)


def test_a_record_without_title_is_the_briefest() -> None:
    assert brief_level(record(*ONE_OF_EACH)) == 1
    assert brief_level(record(("245", b"00\x1fbx"), *ONE_OF_EACH)) == 1
    assert brief_level(record(("245", b"00\x1fa "), *ONE_OF_EACH)) == 1


def test_a_title_alone_is_little_more() -> None:
    assert brief_level(record(TITLE, leader=BRIEF)) == 1
    assert brief_level(record(TITLE)) == 2


@pytest.mark.parametrize("part", ONE_OF_EACH)
def test_each_part_is_a_point(part: Part) -> None:
    assert brief_level(record(TITLE, part, leader=BRIEF)) == 2


@pytest.mark.parametrize("part", [DATED, SPOKEN, ("041", b"0 \x1faeng")])
def test_date_and_language_are_a_point_each(part: Part) -> None:
    assert brief_level(record(TITLE, part, leader=BRIEF)) == 2


@pytest.mark.parametrize("fixed", [DATED[1][:39], b"", b"8" * 7 + b"|" * 33])
def test_a_008_that_says_nothing_is_no_point(fixed: bytes) -> None:
    assert brief_level(record(TITLE, ("008", fixed), leader=BRIEF)) == 1


def test_a_full_record_is_10() -> None:
    fixed: Part = ("008", DATED[1][:35] + b"eng d")
    assert brief_level(record(fixed, TITLE, *ONE_OF_EACH)) == 10


def test_the_same_part_twice_is_one_point() -> None:
    both: tuple[Part, ...] = (("260", b"  \x1fax"), ("264", b"  \x1fax"))
    assert brief_level(record(TITLE, *both, leader=BRIEF)) == 2


def test_an_equal_level_is_not_briefer() -> None:
    assert not is_briefer(record(TITLE), record(TITLE))
    assert is_briefer(record(TITLE, leader=BRIEF), record(TITLE))
    assert not is_briefer(record(TITLE), record(TITLE, leader=BRIEF))


@given(FIELDS)
def test_every_record_has_a_level(fields: list[Field]) -> None:
    assert 1 <= brief_level(made("1", fields)) <= 10
