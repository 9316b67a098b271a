"""The arguments of requests."""

from datetime import UTC, datetime

import pytest

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.requests import (
    GetRecord,
    Identify,
    ListFormats,
    Listing,
    ListRecords,
    ListSets,
    Prefix,
    Request,
)
from almandine.engine.ports import Place
from almandine.wire.oai import tokens
from almandine.wire.oai.arguments import read_arguments

INST = "01ALM_INST"
EMMA = "oai:alma.01ALM_INST:991"
MARC21 = ("metadataPrefix", "marc21")
LISTING = Listing(
    prefix=Prefix.OAI_DC, after=Place(datetime(2026, 1, 1, tzinfo=UTC), "991"), given=1
)
TOKEN = tokens.spell(LISTING, f"{INST} ListRecords")


def asked(verb: str, *pairs: tuple[str, str]) -> Request:
    return read_arguments([("verb", verb), *pairs]).request(INST)


def refused(*pairs: tuple[str, str]) -> Objection:
    with pytest.raises(Objected) as objected:
        read_arguments(pairs).request(INST)
    return objected.value.objection


@pytest.mark.parametrize(
    ("request_", "verb", "pairs"),
    [
        (Identify(), "Identify", []),
        (ListFormats(), "ListMetadataFormats", []),
        (ListFormats("991"), "ListMetadataFormats", [("identifier", EMMA)]),
        (ListSets(), "ListSets", []),
        (
            GetRecord("991", Prefix.MARC21),
            "GetRecord",
            [MARC21, ("identifier", EMMA)],
        ),
        (ListRecords(Listing(prefix=Prefix.MARC21)), "ListRecords", [MARC21]),
        (
            ListRecords(Listing(prefix=Prefix.MARC21), headers_only=True),
            "ListIdentifiers",
            [MARC21],
        ),
        (ListRecords(LISTING), "ListRecords", [("resumptionToken", TOKEN)]),
    ],
)
def test_each_verb_is_read(
    request_: Request, verb: str, pairs: list[tuple[str, str]]
) -> None:
    assert asked(verb, *pairs) == request_


def test_a_listing_is_read_with_its_bounds_both_inclusive() -> None:
    pairs = [MARC21, ("set", "A:b"), ("from", "2026-01-01"), ("until", "2026-01-01")]
    wanted = Listing(
        prefix=Prefix.MARC21,
        spec="A:b",
        since=datetime(2026, 1, 1, tzinfo=UTC),
        before=datetime(2026, 1, 2, tzinfo=UTC),
    )
    assert asked("ListRecords", *pairs) == ListRecords(wanted)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("verb", "")],
        [("verb", "identify")],
        [("verb", "Identify"), ("verb", "Identify")],
        [("verb", "Identify"), ("verb", "ListSets")],
        [MARC21],
    ],
)
def test_a_missing_unknown_or_repeated_verb_is_told(
    pairs: list[tuple[str, str]],
) -> None:
    assert refused(*pairs) is Objection.BAD_VERB


@pytest.mark.parametrize(
    ("verb", "pairs"),
    [
        ("Identify", [("set", "A")]),
        ("Identify", [("until", "")]),
        ("ListSets", [MARC21]),
        ("ListMetadataFormats", [MARC21]),
        ("GetRecord", [MARC21]),
        ("GetRecord", [("identifier", EMMA)]),
        ("GetRecord", [MARC21, ("identifier", EMMA), ("identifier", EMMA)]),
        ("GetRecord", [MARC21, ("identifier", "oai alma")]),
        ("GetRecord", [MARC21, ("identifier", "\x00")]),
        ("ListRecords", []),
        ("ListRecords", [("metadataPrefix", "")]),
        ("ListRecords", [("metadataPrefix", "marc 21")]),
        ("ListRecords", [MARC21, MARC21]),
        ("ListRecords", [MARC21, ("set", "a b")]),
        ("ListRecords", [MARC21, ("set", "a:")]),
        ("ListRecords", [MARC21, ("set", "ä")]),
        ("ListRecords", [MARC21, ("identifier", EMMA)]),
        ("ListRecords", [MARC21, ("resumptionToken", TOKEN)]),
        ("ListRecords", [("resumptionToken", TOKEN), ("resumptionToken", TOKEN)]),
        ("ListRecords", [MARC21, ("from", "yesterday")]),
        ("ListRecords", [MARC21, ("until", "2026-13-01")]),
        ("ListRecords", [MARC21, ("from", "2026-01-02"), ("until", "2026-01-01")]),
        (
            "ListRecords",
            [MARC21, ("from", "2026-01-01"), ("until", "2026-01-02T00:00:00Z")],
        ),
        ("ListIdentifiers", [("set", "A")]),
    ],
)
def test_arguments_that_do_not_fit_are_told(
    verb: str, pairs: list[tuple[str, str]]
) -> None:
    assert refused(("verb", verb), *pairs) is Objection.BAD_ARGUMENT


@pytest.mark.parametrize("verb", ["ListSets", "ListRecords", "ListIdentifiers"])
def test_a_token_of_something_else_is_told(verb: str) -> None:
    token = "" if verb == "ListRecords" else TOKEN
    pairs = [("verb", verb), ("resumptionToken", token or "marc21@ALL@100@1")]
    assert refused(*pairs) is Objection.BAD_RESUMPTION_TOKEN


def test_an_unknown_format_is_told() -> None:
    pairs = [("verb", "ListRecords"), ("metadataPrefix", "mods")]
    assert refused(*pairs) is Objection.CANNOT_DISSEMINATE_FORMAT


@pytest.mark.parametrize("name", ["oai:alma.02ALM_INST:991", "urn:x", f"{EMMA}%00"])
def test_a_name_that_no_record_has_is_told(name: str) -> None:
    pairs = [("verb", "GetRecord"), MARC21, ("identifier", name)]
    assert refused(*pairs) is Objection.ID_DOES_NOT_EXIST
