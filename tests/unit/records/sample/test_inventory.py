"""Holdings, items and portfolios, and how they hang together with the bibs."""

from collections import Counter

import pytest

from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.item_fields import ITEM_FIELDS
from almandine.records.marc.fields import Record
from almandine.records.marc.structure import is_regular
from almandine.records.sample import bibs, holdings, items, portfolios

SEED = 3
MANY = 2000


@pytest.fixture(scope="module")
def titles() -> dict[str, Bib]:
    return {bib.mms_id: bib for bib in bibs(SEED, MANY)}


@pytest.fixture(scope="module")
def shelved() -> dict[str, Holding]:
    return {each.holding_id: each for each in holdings(SEED, MANY)}


@pytest.fixture(scope="module")
def copies() -> list[Item]:
    return list(items(SEED, MANY))


def test_every_title_is_either_on_a_shelf_or_on_line(
    titles: dict[str, Bib], shelved: dict[str, Holding]
) -> None:
    on_shelf = {holding.mms_id for holding in shelved.values()}
    on_line = {portfolio.mms_id for portfolio in portfolios(SEED, MANY)}
    assert on_shelf & on_line == set()
    assert on_shelf | on_line == set(titles)


def test_on_line_is_what_its_bib_says_is_electronic(titles: dict[str, Bib]) -> None:
    electronic = {
        mms_id for mms_id, bib in titles.items() if Record(bib.marc).fields("007")
    }
    assert {each.mms_id for each in portfolios(SEED, MANY)} == electronic


def test_the_link_of_a_portfolio_is_that_of_its_bib(titles: dict[str, Bib]) -> None:
    for portfolio in portfolios(SEED, MANY):
        (link,) = Record(titles[portfolio.mms_id].marc).fields("856")
        assert link.values("u") == [portfolio.url]


def test_every_item_is_where_its_holding_is(
    shelved: dict[str, Holding], copies: list[Item]
) -> None:
    places = [(item.mms_id, item.library, item.location) for item in copies]
    of_holdings = [shelved[item.holding_id] for item in copies]
    assert places == [(h.mms_id, h.library, h.location) for h in of_holdings]


def test_every_holding_has_items(
    shelved: dict[str, Holding], copies: list[Item]
) -> None:
    assert {item.holding_id for item in copies} == set(shelved)


def test_no_item_id_and_no_barcode_comes_twice(copies: list[Item]) -> None:
    assert len({item.pid for item in copies}) == len(copies)
    assert len({item.barcode for item in copies}) == len(copies)


def test_there_are_six_items_for_five_titles(copies: list[Item]) -> None:
    assert abs(len(copies) / MANY - 1.2) < 0.05


def test_the_record_of_a_holding_says_what_the_holding_says(
    shelved: dict[str, Holding],
) -> None:
    for holding in shelved.values():
        record = Record(holding.marc)
        (place,) = record.fields("852")
        said = (record.control("001"), record.control("004"), *place.values("bc"))
        assert said == (
            holding.holding_id,
            holding.mms_id,
            holding.library,
            holding.location,
        )
        assert " ".join(place.values("hi")) == holding.call_number
        assert place.indicators[0] == holding.call_number_type


def test_the_records_of_holdings_are_sound(shelved: dict[str, Holding]) -> None:
    assert [each for each in shelved.values() if not is_regular(bytes(each.marc))] == []


def test_holdings_of_suppressed_titles_are_suppressed(
    titles: dict[str, Bib], shelved: dict[str, Holding]
) -> None:
    own = [holding.suppressed for holding in shelved.values()]
    assert own == [titles[each.mms_id].suppressed for each in shelved.values()]
    assert any(own)


def test_some_titles_stand_in_two_libraries(shelved: dict[str, Holding]) -> None:
    libraries = Counter(holding.mms_id for holding in shelved.values())
    assert set(libraries.values()) == {1, 2}


def test_an_item_is_away_when_a_process_has_it(copies: list[Item]) -> None:
    states = {(item.base_status, bool(item.process_type)) for item in copies}
    assert states == {("1", False), ("0", True)}


def test_the_volumes_of_a_serial_are_numbered(copies: list[Item]) -> None:
    volumes = [item for item in copies if item.material_type == "ISSBD"]
    assert volumes
    for item in volumes:
        number = item.details["ENUMERATIONA"]
        year = item.details["CHRONOLOGYI"]
        assert item.description == f"v.{number} ({year})"


def test_details_are_fields_that_items_have(copies: list[Item]) -> None:
    assert {name for item in copies for name in item.details} <= set(ITEM_FIELDS)


def test_making_can_begin_anywhere(
    shelved: dict[str, Holding], copies: list[Item]
) -> None:
    wanted = {bib.mms_id for bib in bibs(SEED, 10, first=1000)}
    assert list(holdings(SEED, 10, first=1000)) == [
        each for each in shelved.values() if each.mms_id in wanted
    ]
    assert list(items(SEED, 10, first=1000)) == [
        each for each in copies if each.mms_id in wanted
    ]
    assert list(portfolios(SEED, 100, first=1000)) == [
        each
        for each in portfolios(SEED, MANY)
        if each in set(portfolios(SEED, 100, first=1000))
    ]
