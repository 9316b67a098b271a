"""Summaries, texts and words."""

import pytest

from almandine.records.marc.summary import (
    Summary,
    all_text,
    material,
    summary,
    texts,
)
from unit.records.marc.building import EMMA, LEADER, Part, marc8_record, record


def test_summary_of_a_book() -> None:
    assert summary(record(*EMMA)) == Summary(
        title="Emma : a novel",
        author="Jane Austen.",
        published="1816",
        language="eng",
        material="Book",
        status="n",
    )


def test_summary_of_an_empty_record() -> None:
    assert summary(record()) == Summary("", "", "", "", "Book", "n")


def test_summary_of_an_authority_is_its_heading() -> None:
    raw = record(
        ("008", b"850101n| azannaabn"),
        ("100", b"1 \x1faAusten, Jane,\x1fd1775-1817"),
        leader=LEADER.replace("nam", "nz "),
    )
    assert summary(raw) == Summary(
        "Austen, Jane, 1775-1817", "", "", "", "Authority", "n"
    )


def test_author_is_the_main_entry_before_an_added_one() -> None:
    raw = record(("700", b"1 \x1faSecond"), ("110", b"1 \x1faFirst,\x1febody"))
    assert summary(raw).author == "First"


@pytest.mark.parametrize(
    ("part", "published"),
    [
        (("264", b" 1\x1faLondon\x1fc[1998?]"), "1998"),
        (("260", b"  \x1fcc2001."), "2001"),
        (("260", b"  \x1fc[n.d.]"), "[n.d.]"),
        (("008", b"850101q19uu2000"), ""),
    ],
)
def test_published(part: Part, published: str) -> None:
    assert summary(record(part)).published == published


def test_language_comes_from_041_when_008_has_none() -> None:
    assert summary(record(("041", b"0 \x1fafre\x1faeng"))).language == "fre"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("am", "Book"),
        ("as", "Serial"),
        ("em", "Map"),
        ("jm", "Music recording"),
        ("x ", "Holdings"),
        ("? ", "Other"),
    ],
)
def test_material(kind: str, name: str) -> None:
    assert material(LEADER.replace("am", kind)) == name


def test_texts_of_a_local_field() -> None:
    raw = record(("901", b"  \x1faone\x1fbtwo"), ("901", b"  \x1fathree"))
    assert texts(raw, "901") == ["one two", "three"]


def test_text_of_a_control_field() -> None:
    assert texts(record(*EMMA), "003") == ["OCoLC"]


def test_all_text_is_the_words_of_the_data_fields() -> None:
    assert all_text(record(*EMMA)) == (
        "emma a novel jane austen 0 19 283354 1 pbk matchmaking fiction"
    )


def test_all_text_keeps_marks_with_their_letters() -> None:
    raw = record(("245", "00\x1faCafe\u0301 \u0939\u093f".encode()))
    assert all_text(raw) == "caf\u00e9 \u0939\u093f"


def test_all_text_of_marc8_is_decoded() -> None:
    raw = marc8_record(("245", b"00\x1faCaf\xe2e\x1fb\x1bga\x1bs x"))
    assert all_text(raw) == "caf\u00e9 \u03b1 x"
