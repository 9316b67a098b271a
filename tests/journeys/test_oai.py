"""What is published is harvested, by a harvester that others wrote."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Final

import httpx
import pytest
from oaipmh_scythe.exceptions import NoRecordsMatch

from almandine.records.bib import Bib
from almandine.records.marc.edits import replace_fields, set_control
from almandine.records.marc.fields import control_field, data_field
from almandine.records.marc.marcxml import (
    FOOTER,
    HEADER,
    record_element,
    to_marcxml,
)
from almandine.records.marc.marcxml_reader import read_marcxml
from databases.homes import Home
from journeys.harvester import Got, Visitor, visited
from store.orchard import Orchard
from store.workshop import ELSEWHERE, HERE, Workshop, add_institutions, bib_of
from unit.records.marc.real_data import live_bibs
from wire.protocol import objection, texts

FIRST: Final = "2026-11-23T12:20:00Z"
OBJECTIONS: Final = [
    ("badVerb", [("verb", "Harvest")]),
    ("badArgument", [("verb", "Identify"), ("set", "ALL")]),
    ("badResumptionToken", [("verb", "ListSets"), ("resumptionToken", "x")]),
    ("badResumptionToken", [("verb", "ListRecords"), ("resumptionToken", "\x00<&")]),
    (
        "cannotDisseminateFormat",
        [("verb", "ListRecords"), ("metadataPrefix", "mods")],
    ),
    (
        "noRecordsMatch",
        [("verb", "ListRecords"), ("metadataPrefix", "marc21"), ("set", "NONE")],
    ),
    (
        "idDoesNotExist",
        [("verb", "ListMetadataFormats"), ("identifier", "oai:example.org:1")],
    ),
    (
        "idDoesNotExist",
        [
            ("verb", "GetRecord"),
            ("metadataPrefix", "marc21"),
            ("identifier", "oai:alma.01ALM_INST:1&2"),
        ],
    ),
]
ODD_QUERIES: Final = [
    ("badVerb", ""),
    ("badVerb", "verb=Identify&verb=Identify"),
    ("badArgument", "verb=Ident%FFify"),
    ("badArgument", "verb=Identify&" + "&".join(f"a{n}=1" for n in range(100))),
]
SOME: Final = 500
"""Real records that are harvested."""


@pytest.fixture
def orchard(blank_home: Home) -> Iterator[Orchard]:
    add_institutions(blank_home)
    site = Workshop(blank_home, institution=HERE)
    yield Orchard(site)
    site.close()


@pytest.fixture
def visitor(orchard: Orchard) -> Iterator[Visitor]:
    with visited(orchard) as coming:
        yield coming


def name_of(bib: Bib) -> str:
    return f"oai:alma.{HERE}:{bib.mms_id}"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_all_that_is_published_is_harvested(visitor: Visitor, method: str) -> None:
    orchard = visitor.orchard
    orchard.open()
    bibs = orchard.site.add_bibs(50)
    orchard.publish(orchard.add_set("ALL"))
    wanted = {
        name_of(bib): Got(FIRST, deleted=False, specs=("ALL",), marc=bib.marc)
        for bib in bibs
    }
    assert visitor.harvest(method) == wanted
    with visitor.scythe(method) as scythe:
        dublin_core = [str(each) for each in scythe.list_records()]
        headers = list(scythe.list_identifiers(metadata_prefix="oai_dc", set_="ALL"))
        sets = [str(each) for each in scythe.list_sets()]
    assert len(dublin_core) == len(headers) == 50
    assert ">Title 1<" in dublin_core[0]
    assert "ALL" in sets[0]


def test_a_head_is_answered_as_a_get_without_its_body(visitor: Visitor) -> None:
    visitor.orchard.open()
    address = f"{visitor.address}?verb=Identify"
    got, head = visitor.client.get(address), visitor.client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))
    assert head.headers.keys() == got.headers.keys()
    elsewhere = visitor.address.replace(HERE, "NOWHERE")
    assert visitor.client.head(elsewhere).status_code == 404


def test_the_next_visit_brings_what_has_changed_since(visitor: Visitor) -> None:
    orchard = visitor.orchard
    orchard.open()
    bibs = orchard.site.add_bibs(50)
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    known = visitor.harvest()
    (since,) = texts(visitor.ask("Identify"), "responseDate")
    orchard.edit(bibs[5], "Changed")
    orchard.put(replace(bibs[6], suppressed=True))
    orchard.publish(profile)
    (until,) = texts(visitor.ask("Identify"), "responseDate")
    assert since < until
    new = visitor.harvest(from_=until)
    assert sorted(new) == [name_of(bibs[5]), name_of(bibs[6])]
    assert b"Changed" in new[name_of(bibs[5])].marc
    assert new[name_of(bibs[6])] == Got(until, deleted=True, specs=("ALL",), marc=b"")
    assert known | visitor.harvest(from_=since) == visitor.harvest()
    assert len(visitor.harvest()) == 50
    with pytest.raises(NoRecordsMatch):
        visitor.harvest(from_="2026-11-24")


def test_what_changes_during_a_harvest_still_comes(visitor: Visitor) -> None:
    orchard = visitor.orchard
    orchard.open(page_size="10")
    bibs = orchard.site.add_bibs(50)
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    with visitor.scythe() as scythe:
        coming = iter(scythe.list_records(metadata_prefix="marc21"))
        seen = [str(next(coming)) for _ in range(15)]
        orchard.edit(bibs[0], "Changed after it was given")
        orchard.edit(bibs[30], "Changed before it was given")
        orchard.publish(profile)
        seen += map(str, coming)
    assert sum("Changed" in each for each in seen) == 2
    assert all(any(bib.mms_id in each for each in seen) for bib in bibs)


def test_a_harvest_goes_on_after_a_restart(orchard: Orchard) -> None:
    orchard.open()
    orchard.site.add_bibs(50)
    orchard.publish(orchard.add_set("ALL"))
    names: list[str] = []
    asked = {"metadataPrefix": "marc21"}
    while asked:
        with visited(orchard) as visitor:
            page = visitor.ask("ListIdentifiers", **asked)
        names += texts(page, "header/identifier")
        tokens = texts(page, "resumptionToken")
        asked = {"resumptionToken": tokens[0]} if tokens and tokens[0] else {}
    assert names == [name_of(bib_of(number)) for number in range(1, 51)]


def test_pages_tell_how_far_they_are_and_the_last_has_an_empty_token(
    visitor: Visitor,
) -> None:
    visitor.orchard.open()
    visitor.orchard.site.add_bibs(30)
    visitor.orchard.publish(visitor.orchard.add_set("ALL"))
    first = visitor.ask("ListRecords", metadataPrefix="marc21")
    (token,) = texts(first, "resumptionToken")
    last = visitor.ask("ListRecords", resumptionToken=token)
    assert b'<resumptionToken completeListSize="30" cursor="0">' in first
    assert b'<resumptionToken completeListSize="30" cursor="20"></resum' in last


def test_one_record_is_given_by_its_name_deleted_or_not(visitor: Visitor) -> None:
    orchard = visitor.orchard
    orchard.open()
    live, gone = orchard.site.add_bibs(2)
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    orchard.put(replace(gone, suppressed=True))
    orchard.publish(profile)
    asked = {"metadataPrefix": "oai_dc", "identifier": name_of(live)}
    assert b"<dc:title>Title 1</dc:title>" in visitor.ask("GetRecord", **asked)
    asked = {"metadataPrefix": "marc21", "identifier": name_of(gone)}
    record = visitor.ask("GetRecord", **asked)
    assert b'<header status="deleted">' in record
    assert b"<metadata>" not in record
    formats = visitor.ask("ListMetadataFormats", identifier=name_of(gone))
    assert texts(formats, "metadataFormat/metadataPrefix") == ["marc21", "oai_dc"]


def test_it_says_who_it_is(visitor: Visitor) -> None:
    visitor.orchard.open(
        repository_name="Maps & prints", base_url="https://example.org/oai"
    )
    said = visitor.ask("Identify")
    assert texts(said, "repositoryName") == ["Maps & prints"]
    assert texts(said, "baseURL") == ["https://example.org/oai"]
    assert texts(said, "adminEmail") == ["oai@example.org"]
    assert texts(said, "deletedRecord") == ["persistent"]
    assert texts(said, "compression") == ["gzip", "deflate"]
    formats = visitor.ask("ListMetadataFormats")
    assert texts(formats, "metadataFormat/metadataPrefix") == ["marc21", "oai_dc"]


def test_objections_are_told_by_the_book(visitor: Visitor) -> None:
    visitor.orchard.open()
    visitor.orchard.add_set("ALL")
    for wanted, arguments in OBJECTIONS:
        asked = dict(arguments)
        for answer in (
            visitor.client.get(visitor.address, params=asked),
            visitor.client.post(visitor.address, data=asked),
        ):
            assert (answer.status_code, objection(answer.content)) == (200, wanted)


def test_odd_queries_are_answered_too(visitor: Visitor) -> None:
    visitor.orchard.open()
    for wanted, query in ODD_QUERIES:
        answer = visitor.client.get(f"{visitor.address}?{query}")
        assert objection(answer.content) == wanted


def test_a_body_that_is_no_form_asks_for_nothing(visitor: Visitor) -> None:
    visitor.orchard.open()
    answer = visitor.client.post(visitor.address, json={"verb": "Identify"})
    assert objection(answer.content) == "badVerb"


def test_without_sets_there_is_no_hierarchy(visitor: Visitor) -> None:
    visitor.orchard.open()
    assert objection(visitor.ask("ListSets")) == "noSetHierarchy"


@pytest.mark.parametrize("code", [ELSEWHERE, "99NO_INST", "%00", "a%2Fb"])
def test_where_there_is_no_provider_nothing_is_found(
    visitor: Visitor, code: str
) -> None:
    visitor.orchard.open()
    answer = visitor.client.get(f"/view/oai/{code}/request?verb=Identify")
    assert answer.status_code == 404


def test_other_methods_are_refused(visitor: Visitor) -> None:
    visitor.orchard.open()
    assert visitor.client.put(visitor.address).status_code == 405


def test_an_answer_is_compressed_for_whoever_takes_it(visitor: Visitor) -> None:
    visitor.orchard.open()
    visitor.orchard.site.add_bibs(20)
    visitor.orchard.publish(visitor.orchard.add_set("ALL"))
    plain = _raw(visitor, "identity")
    assert gzip.decompress(_raw(visitor, "gzip")) == plain
    assert zlib.decompress(_raw(visitor, "deflate")) == plain
    assert len(_raw(visitor, "gzip")) < len(plain) / 4


def _raw(visitor: Visitor, coding: str) -> bytes:
    """Return the bytes of a page as they come over the wire."""
    asked = {"verb": "ListRecords", "metadataPrefix": "marc21"}
    request = visitor.client.build_request(
        "GET", visitor.address, params=asked, headers={"accept-encoding": coding}
    )
    answer: httpx.Response = visitor.client.send(request, stream=True)
    try:
        return b"".join(answer.iter_raw())
    finally:
        answer.close()


def test_characters_that_xml_cannot_hold_do_not_stop_a_harvest(
    visitor: Visitor,
) -> None:
    orchard = visitor.orchard
    orchard.open()
    bib = bib_of(1)
    title = data_field("245", "10", [("a", "A\x01B\x08 <&> \ufffe")])
    orchard.put(replace(bib, marc=replace_fields(bib.marc, "245", [title])))
    orchard.publish(orchard.add_set("ALL"))
    page = visitor.ask("ListRecords", metadataPrefix="marc21")
    assert b">AB &lt;&amp;&gt; <" in page
    page = visitor.ask("ListRecords", metadataPrefix="oai_dc")
    assert ">A\ufffdB\ufffd &lt;&amp;&gt; \ufffd<".encode() in page


def test_a_record_that_is_too_long_for_iso_2709_is_harvested(visitor: Visitor) -> None:
    orchard = visitor.orchard
    orchard.open()
    fields = [
        control_field("001", "ocm1"),
        data_field("245", "00", [("a", "A long story")]),
        *(data_field("500", "  ", [("a", "x" * 9_000)]) for _ in range(12)),
    ]
    element = record_element("     nam a22     4a 4500", fields)
    orchard.put(Bib("991", element.encode()))
    orchard.publish(orchard.add_set("ALL"))
    for prefix in ("marc21", "oai_dc"):
        page = visitor.ask("ListRecords", metadataPrefix=prefix)
        assert b">A long story<" in page
        assert b"ocm1" not in page
        assert page.count(b"x" * 9_000) == (12 if prefix == "marc21" else 1)


def test_real_records_come_as_they_were_published(visitor: Visitor) -> None:
    bibs = _real_bibs()
    orchard = visitor.orchard
    orchard.open(page_size="200")
    orchard.put(*bibs)
    orchard.publish(orchard.add_set("ALL"))
    xml = HEADER + to_marcxml([bib.marc for bib in bibs]).text + FOOTER
    written = read_marcxml(BytesIO(xml))
    wanted = {name_of(bib): marc for bib, marc in zip(bibs, written, strict=True)}
    found = visitor.harvest()
    assert {name: each.marc for name, each in found.items()} == wanted
    page = visitor.ask("ListRecords", metadataPrefix="oai_dc")
    assert page.count(b"<dc:title>") >= 200


def _real_bibs() -> list[Bib]:
    return [
        Bib(mms_id := f"99{number}", set_control(raw, "001", mms_id))
        for number, raw in enumerate(live_bibs()[:SOME])
    ]
