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
    ("area", "method", "allowed"),
    [
        (Area.CONF, "GET", True),
        (Area.CONF, "POST", True),
        (Area.CONF, "DELETE", True),
        (Area.BIBS, "GET", True),
        (Area.BIBS, "HEAD", True),
        (Area.BIBS, "POST", False),
        (Area.BIBS, "PUT", False),
        (Area.BIBS, "DELETE", False),
        (Area.USERS, "GET", False),
        (None, "GET", False),
    ],
)
def test_a_key_opens_its_areas_as_far_as_granted(
    area: Area | None, method: str, allowed: bool
) -> None:
    assert may(KEY, area, method) is allowed
