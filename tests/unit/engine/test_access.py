"""What a key opens."""

import pytest

from almandine.engine.access import (
    Access,
    Area,
    GrantError,
    Key,
    format_grants,
    may,
    parse_grants,
)

KEY = Key(
    key_id="k",
    name="nightly",
    institution="01ABC_INST",
    grants={Area.CONF: Access.READ_WRITE, Area.BIBS: Access.READ_ONLY},
)


def test_an_area_alone_is_to_read_and_write() -> None:
    assert parse_grants(["conf"]) == {Area.CONF: Access.READ_WRITE}


def test_an_area_may_be_to_read_only() -> None:
    assert parse_grants(["conf:rw", " BIBS:ro "]) == {
        Area.CONF: Access.READ_WRITE,
        Area.BIBS: Access.READ_ONLY,
    }


@pytest.mark.parametrize("text", ["moon", "conf:all", "", ":ro"])
def test_a_text_that_names_no_area_is_refused(text: str) -> None:
    with pytest.raises(GrantError, match="expected one of conf, bibs, users, acq"):
        parse_grants([text])


def test_a_key_that_opens_nothing_is_refused() -> None:
    with pytest.raises(GrantError, match="opens nothing"):
        parse_grants([])


def test_grants_are_spelt_as_they_are_read() -> None:
    assert format_grants(parse_grants(["conf", "bibs:ro"])) == ["conf", "bibs:ro"]


@pytest.mark.parametrize(
    ("area", "method"),
    [
        (Area.CONF, "GET"),
        (Area.CONF, "POST"),
        (Area.CONF, "DELETE"),
        (Area.BIBS, "GET"),
        (Area.BIBS, "HEAD"),
    ],
)
def test_a_key_opens_its_areas(area: Area, method: str) -> None:
    assert may(KEY, area, method)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_read_only_access_does_not_write(method: str) -> None:
    assert not may(KEY, Area.BIBS, method)


@pytest.mark.parametrize("area", [Area.USERS, Area.ACQ, None])
def test_a_key_does_not_open_what_it_was_not_granted(area: Area | None) -> None:
    assert not may(KEY, area, "GET")
