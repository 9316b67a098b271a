"""Publish bibs: what a title looks like to receivers."""

from dataclasses import replace

import pytest

from almandine.engine.jobtype import Destination, MarcTag
from almandine.engine.parameters import bind, check
from almandine.engine.ports import Packing
from almandine.engine.publishing.jobtype import (
    Format,
    Rendition,
    Title,
    Unfit,
    Withheld,
)
from almandine.engine.publishing.surroundings import Surroundings
from almandine.faults import Refused
from almandine.formats.marc_file import MarcFormat
from almandine.formats.published.profile import (
    PublishBibs,
    lay_out,
    made_with,
    needs,
    send,
)
from almandine.formats.published.records import FOOTER, HEADER
from almandine.jobtypes.publish_bibs import render, write
from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import from_fields, set_leader
from almandine.records.marc.fields import Record, control_field, data_field
from almandine.records.marc.marcxml_reader import read_kept
from almandine.records.marc.oversized import Oversized
from almandine.records.portfolio import Portfolio

MMS_ID = "9910101"
MARC = from_fields(
    "00000nam a2200000 a 4500",
    [
        control_field("001", MMS_ID),
        data_field("245", "10", [("a", "Emma")]),
        data_field("852", "  ", [("b", "OLD")]),
    ],
)
BIB = Bib(MMS_ID, MARC)
PLAIN = PublishBibs()
NOWHERE = Surroundings({})


def fields_of(title: Title, tag: str, params: PublishBibs) -> list[str]:
    rendered = render(title, params)
    assert isinstance(rendered, Rendition)
    found = Record(rendered.marc).fields(tag)
    return [
        each.indicators + "".join(f"${code}{text}" for code, text in each.subfields)
        for each in found
    ]


def test_a_title_is_published_as_it_is() -> None:
    assert render(Title(BIB), PLAIN) == Rendition(MARC)


def test_field_001_is_the_mms_id() -> None:
    rendered = render(Title(replace(BIB, mms_id="9920101")), PLAIN)
    assert isinstance(rendered, Rendition)
    assert Record(rendered.marc).control("001") == "9920101"


@pytest.mark.parametrize(
    "bib",
    [replace(BIB, suppressed=True), replace(BIB, marc=set_leader(MARC, 5, "d"))],
    ids=["suppressed", "deleted"],
)
def test_a_suppressed_or_deleted_title_is_withheld(bib: Bib) -> None:
    assert isinstance(render(Title(bib), PLAIN), Withheld)


def test_rules_change_what_is_published() -> None:
    rules = 'rule "r" when (TRUE) then removeField "852" end'
    rendered = render(Title(BIB), replace(PLAIN, rules=rules))
    assert isinstance(rendered, Rendition)
    assert not Record(rendered.marc).fields("852")


FOREIGN = [
    control_field("001", "ocm1"),
    data_field("245", "10", [("a", "Emma")]),
    *[data_field("500", "  ", [("a", "x" * 9_000)])] * 12,
]
KEPT = Oversized("01234nam a2201234 a 4500", FOREIGN)
KEPT_BIB = replace(BIB, marc=KEPT.marcxml)
BINARY = replace(PLAIN, output_format=MarcFormat.BINARY)
SHOWN = replace(PLAIN, collections=MarcTag("966"))
NUMBERED = [control_field("001", MMS_ID), *FOREIGN[1:]]
NOVELS = data_field("966", "  ", [("a", "Novels")])


def published(title: Title, params: PublishBibs) -> Oversized:
    """Publish a title that is too long for ISO 2709."""
    rendered = render(title, params)
    assert isinstance(rendered, Rendition)
    assert rendered.marc.startswith(b"<record>")
    return read_kept(rendered.marc)


def test_a_title_kept_as_xml_gets_its_id_and_what_belongs_to_it() -> None:
    title = Title(KEPT_BIB, collections=["Novels"])
    expected = Oversized("00000nam a2200000 a 4500", [*NUMBERED, NOVELS])
    assert published(title, SHOWN) == expected


def test_a_title_that_grows_too_long_is_published_as_xml() -> None:
    bib = replace(BIB, marc=from_fields("00000nam a2200000 a 4500", NUMBERED[:-2]))
    title = Title(bib, collections=["Novels", "y" * 9_000, "z" * 9_000])
    [first, *rest] = published(title, SHOWN).fields[-3:]
    assert first == NOVELS
    assert [len(each.text) for each in rest] == [9_000 + 4] * 2
    assert isinstance(render(title, replace(BINARY, collections=MarcTag("966"))), Unfit)


def test_a_title_kept_as_xml_is_no_binary_record_unless_rules_make_it_short() -> None:
    assert render(Title(KEPT_BIB), BINARY) == Unfit(
        "108271 bytes where ISO 2709 has room for 99999"
    )
    rules = 'rule "r" when (TRUE) then removeField "500" end'
    short = from_fields(KEPT.leader, NUMBERED[:2])
    assert render(Title(KEPT_BIB), replace(BINARY, rules=rules)) == Rendition(
        short, b"ISO2709"
    )


def test_rules_change_a_title_kept_as_xml() -> None:
    rules = 'rule "r" when (TRUE) then addField "900.{-,-}.a.yes" end'
    made = published(Title(KEPT_BIB), replace(PLAIN, rules=rules))
    assert made.fields == [*NUMBERED, data_field("900", "  ", [("a", "yes")])]


def test_a_title_kept_as_xml_is_withheld_like_any_other() -> None:
    deleted = replace(KEPT, leader="01234dam a2201234 a 4500")
    assert render(Title(replace(BIB, marc=deleted.marcxml)), PLAIN) == Withheld(
        "deleted"
    )


def test_a_record_kept_as_xml_is_a_line_in_xml_and_its_number_in_binary() -> None:
    kept = KEPT.marcxml.replace(
        b"<record>", b'<record xmlns="http://www.loc.gov/MARC21/slim">'
    )
    assert write([kept], PLAIN) == [KEPT.marcxml]
    assert write([kept, MARC], BINARY) == [from_fields(KEPT.leader, FOREIGN[:1]), MARC]


def test_a_record_with_line_ends_is_one_line_in_a_file() -> None:
    note = data_field("500", "  ", [("a", "one\ntwo\r\n")])
    marc = from_fields(KEPT.leader, [note])
    kept = b"<record><leader/>one\ntwo</record>\n"
    assert [each.count(b"\n") for each in write([marc, kept], PLAIN)] == [1, 1]


def test_holdings_give_their_shelf_and_the_bibs_own_field_gives_way() -> None:
    shelf = data_field(
        "852", "0 ", [("b", "MAIN"), ("c", "S"), ("h", "QK"), ("x", "n")]
    )
    marc = from_fields("00000nx  a2200000un 4500", [shelf])
    holdings = [
        Holding("221", MMS_ID, marc),
        Holding("222", MMS_ID, b"", "LAW", "L", "1", "KF 1"),
        Holding("223", MMS_ID, b"", "LAW", "HIDDEN", suppressed=True),
    ]
    shown = fields_of(Title(BIB, holdings), "852", PublishBibs(holdings=MarcTag("852")))
    assert shown == ["0 $bMAIN$cS$hQK$8221", "1 $bLAW$cL$hKF 1$8222"]


def test_items_say_where_they_are_now() -> None:
    item = Item("231", "221", MMS_ID, "B1", "MAIN", "S", temp_location="DISPLAY")
    away = replace(item, temp_library="LAW", base_status="1", description="v. 1")
    shown = fields_of(
        Title(BIB, items=[away]), "876", PublishBibs(items=MarcTag("876"))
    )
    assert shown == ["  $a231$pB1$bLAW$cDISPLAY$3v. 1$j1$0221"]


def test_portfolios_that_are_available_give_their_address() -> None:
    there = Portfolio("531", MMS_ID, "https://example.org", "Books", "Shelf")
    gone = replace(there, pid="532", available=False)
    title = Title(BIB, portfolios=[there, gone])
    shown = fields_of(title, "856", PublishBibs(portfolios=MarcTag("856")))
    assert shown == ["40$uhttps://example.org$3Books$zShelf$8531"]


def test_collections_give_their_names() -> None:
    title = Title(BIB, collections=["Novels"])
    assert fields_of(title, "966", PublishBibs(collections=MarcTag("966"))) == [
        "  $aNovels"
    ]


def test_only_what_is_shown_is_read() -> None:
    tags = replace(PLAIN, holdings=MarcTag("852"), portfolios=MarcTag("856"))
    assert needs(PLAIN) == frozenset()
    assert needs(tags) == {Kind.HOLDING, Kind.PORTFOLIO}


def test_what_decides_how_records_look_is_told_from_what_does_not() -> None:
    sent_elsewhere = replace(PLAIN, endpoint="e", prefix="x", packing=Packing.ZIP)
    enriched = replace(PLAIN, items=MarcTag("876"))
    usual = made_with(PLAIN, NOWHERE)
    assert made_with(sent_elsewhere, NOWHERE) == usual != made_with(enriched, NOWHERE)


def test_whether_there_is_a_set_decides_and_which_one_does_not() -> None:
    one, another = (made_with(replace(PLAIN, set_id=i), NOWHERE) for i in "12")
    assert one == another != made_with(PLAIN, NOWHERE)


def test_a_name_or_a_hidden_location_decides_where_it_is_shown() -> None:
    named, hiding = Surroundings({"1": "A"}), Surroundings({}, frozenset([("M", "S")]))
    collected = replace(PLAIN, collections=MarcTag("966"))
    with_items = replace(PLAIN, items=MarcTag("876"))
    with_holdings = replace(PLAIN, holdings=MarcTag("852"))
    assert len({made_with(PLAIN, each) for each in (named, hiding, NOWHERE)}) == 1
    assert made_with(collected, named) != made_with(collected, NOWHERE)
    for each in (with_items, with_holdings):
        assert made_with(each, hiding) != made_with(each, NOWHERE)


def test_files_are_xml_without_a_namespace_or_binary() -> None:
    binary = replace(PLAIN, output_format=MarcFormat.MARC21, per_file=9)
    assert lay_out(PLAIN) == Format("xml", HEADER, FOOTER)
    assert lay_out(binary) == Format("mrc", per_file=9)


def test_files_are_sent_where_the_profile_has_an_endpoint() -> None:
    assert send(PLAIN) is None
    assert send(replace(PLAIN, endpoint="e1", directory="in")) == Destination(
        "e1", "in"
    )


def test_the_settings_of_a_profile_are_understood() -> None:
    given = [("holdings_field", "852"), ("compression", "tar_gz"), ("set", "All")]
    settings = check(PublishBibs, given, lambda _kind, _name: "s1")
    expected = PublishBibs(set_id="s1", holdings=MarcTag("852"), packing=Packing.TAR_GZ)
    assert bind(PublishBibs, settings) == expected


@pytest.mark.parametrize("tag", ["001", "85", "8522", "ABC"])
def test_a_field_that_is_no_data_field_is_refused(tag: str) -> None:
    with pytest.raises(Refused, match="the tag of a data field, 010 to 999"):
        check(PublishBibs, [("items_field", tag)], lambda _kind, _name: None)
