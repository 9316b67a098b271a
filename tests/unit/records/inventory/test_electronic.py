"""Portfolios made from links."""

from almandine.records.inventory.electronic import (
    PortfolioDraft,
    portfolio_of,
    portfolios,
)
from almandine.records.inventory.mapping import PortfoliosMapping
from almandine.records.portfolio import Portfolio
from unit.records.marc.building import Part, record

BOOK: Part = ("856", b"40\x1fuhttps://example.org/1\x1f3Vendor")
MAPPING = PortfoliosMapping(default_collection="Big")


def test_links_to_other_things_and_without_address_make_none() -> None:
    contents: Part = ("856", b"42\x1fuhttps://example.org/toc")
    mail: Part = ("856", b"00\x1fuhttps://example.org/1")
    nowhere: Part = ("856", b"40\x1fu \x1fzsee there")
    assert portfolios(record(contents, mail, nowhere), MAPPING) == []


def test_a_link_makes_a_portfolio_once() -> None:
    assert portfolios(record(BOOK, BOOK), MAPPING) == [
        PortfolioDraft("https://example.org/1", "Big")
    ]


def test_two_addresses_are_two_portfolios() -> None:
    raw = record(("856", b"4 \x1fuhttps://a.example\x1fuhttps://b.example"))
    assert [one.url for one in portfolios(raw, MAPPING)] == [
        "https://a.example",
        "https://b.example",
    ]


def test_subfields_name_interface_and_collection() -> None:
    mapping = PortfoliosMapping(interface="3", collection="x", available=False)
    raw = record(("856", b"40\x1fuhttps://a.example\x1f3Vendor\x1fxBig"))
    assert portfolios(raw, mapping) == [
        PortfolioDraft("https://a.example", "Big", "Vendor", available=False)
    ]


def test_a_draft_gets_its_ids() -> None:
    draft = PortfolioDraft("https://a.example", "Big", "Vendor", available=False)
    assert portfolio_of(draft, pid="53", mms_id="99") == Portfolio(
        "53", "99", "https://a.example", "Big", "Vendor", available=False
    )
