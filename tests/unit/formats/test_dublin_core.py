"""Dublin Core of MARC records."""

import pytest

from almandine.formats.dublin_core import dublin_core
from almandine.records.marc.fields import Field, control_field, data_field

LEADER = "00000nam a2200000 a 4500"
FIXED = "260101s1815    enk           000 1 eng d"


def of(*fields: Field, leader: str = LEADER) -> list[tuple[str, str]]:
    return dublin_core(leader, fields)[leader[6] == "a" :]


def field(tag: str, *subfields: tuple[str, str]) -> Field:
    return data_field(tag, "  ", subfields)


def test_a_whole_record_becomes_a_description() -> None:
    found = dublin_core(
        LEADER,
        [
            control_field("008", FIXED),
            field("020", ("a", "0141439580"), ("q", "paperback")),
            field("041", ("a", "eng"), ("h", "fre")),
            field("100", ("a", "Austen, Jane,"), ("d", "1775-1817"), ("e", "author")),
            field("245", ("a", "Emma :"), ("b", "a novel /"), ("c", "Jane Austen.")),
            field("264", ("a", "London :"), ("b", "John Murray,"), ("c", "1815.")),
            field("300", ("a", "3 volumes")),
            field("500", ("a", "First edition."), ("5", "DLC")),
            field("650", ("a", "Matchmaking"), ("x", "History"), ("0", "sh1")),
            field("651", ("a", "Surrey"), ("v", "Fiction")),
            field("655", ("a", "Novels.")),
            field("700", ("a", "Tauchnitz, Karl")),
            field("856", ("u", "https://example.org/emma"), ("q", "text/html")),
        ],
    )
    assert found == [
        ("type", "text"),
        ("date", "1815"),
        ("language", "eng"),
        ("identifier", "0141439580"),
        ("language", "fre"),
        ("creator", "Austen, Jane, 1775-1817"),
        ("title", "Emma : a novel / Jane Austen."),
        ("publisher", "London : John Murray"),
        ("date", "1815."),
        ("description", "First edition."),
        ("subject", "Matchmaking--History"),
        ("coverage", "Surrey--Fiction"),
        ("type", "Novels."),
        ("contributor", "Tauchnitz, Karl"),
        ("identifier", "https://example.org/emma"),
        ("format", "text/html"),
    ]


def test_an_empty_record_has_no_elements() -> None:
    assert dublin_core("00000nzm a2200000 a 4500", []) == []


def test_what_says_nothing_is_left_out() -> None:
    fields = [field("245", ("a", " / ")), field("650", ("0", "sh1")), field("246")]
    assert of(*fields, control_field("008", "short")) == []


@pytest.mark.parametrize(
    ("at_6_and_7", "types"),
    [
        ("am", ["text"]),
        ("cm", ["text"]),
        ("em", ["image"]),
        ("gm", ["image"]),
        ("jm", ["sound"]),
        ("mm", []),
        ("pm", []),
        ("pc", ["collection"]),
    ],
)
def test_the_leader_tells_the_type(at_6_and_7: str, types: list[str]) -> None:
    leader = f"00000n{at_6_and_7} a2200000 a 4500"
    assert dublin_core(leader, []) == [("type", each) for each in types]


@pytest.mark.parametrize("fixed", ["1uuu", "    ", "||||"])
def test_an_unknown_year_is_no_date(fixed: str) -> None:
    control = control_field("008", f"260101s{fixed}    xx            000 0 ||| d")
    assert of(control) == []


def test_languages_in_a_row_are_taken_apart() -> None:
    assert of(field("041", ("a", "engfre"), ("a", "english"))) == [
        ("language", "eng"),
        ("language", "fre"),
        ("language", "english"),
    ]


def test_some_notes_are_no_descriptions() -> None:
    notes = [field(tag, ("a", tag)) for tag in ("506", "530", "540", "546")]
    assert of(*notes) == [
        ("rights", "506"),
        ("relation", "530"),
        ("rights", "540"),
        ("language", "546"),
    ]


def test_a_text_comes_once() -> None:
    emma = field("245", ("a", "Emma"))
    assert of(emma, emma) == [("title", "Emma")]
