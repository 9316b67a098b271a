"""Addresses of objects."""

import pytest

from almandine.wire.links import Links

LINKS = Links("https://h.example")
ADDRESSES = {
    LINKS.job("M44"): "conf/jobs/M44",
    LINKS.instance("M44", "72"): "conf/jobs/M44/instances/72",
    LINKS.population("72", "MULTI"): "conf/sets?job_instance_id=72&population=MULTI",
    LINKS.set("71"): "conf/sets/71",
    LINKS.members("71"): "conf/sets/71/members",
    LINKS.integration_profile("28"): "conf/integration-profiles/28",
    LINKS.import_profile("31"): "conf/md-import-profiles/31",
    LINKS.code_table("SetType"): "conf/code-tables/SetType",
    LINKS.library("MAIN"): "conf/libraries/MAIN",
    LINKS.locations("MAIN"): "conf/libraries/MAIN/locations",
    LINKS.location("MAIN", "A"): "conf/libraries/MAIN/locations/A",
    LINKS.bib("99"): "bibs/99",
    LINKS.holding("99", "22"): "bibs/99/holdings/22",
    LINKS.item("99", "22", "23"): "bibs/99/holdings/22/items/23",
    LINKS.portfolio("99", "53"): "bibs/99/portfolios/53",
    LINKS.user("jdoe"): "users/jdoe",
}


@pytest.mark.parametrize(("link", "path"), ADDRESSES.items())
def test_an_address_is_absolute(link: str, path: str) -> None:
    assert link == f"https://h.example/almaws/v1/{path}"


def test_an_address_without_origin_is_relative() -> None:
    assert Links("").job("S1") == "/almaws/v1/conf/jobs/S1"


def test_an_id_stays_one_segment_whatever_it_holds() -> None:
    assert Links("").user("a/b?c ü") == "/almaws/v1/users/a%2Fb%3Fc%20%C3%BC"
