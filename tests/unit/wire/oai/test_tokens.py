"""Resumption tokens."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from almandine.engine.oai.requests import Listing, Prefix
from almandine.engine.ports import Place
from almandine.wire.oai import tokens

SCOPE = "01ALM_INST ListRecords"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LISTING = Listing(prefix=Prefix.MARC21, spec="ALL", after=Place(NOON, "991"), given=20)

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
COUNTS = st.integers(0, 2**53 - 1)
INSTANTS = st.datetimes(timezones=st.just(UTC))
LISTINGS = st.builds(
    Listing,
    prefix=st.sampled_from(Prefix),
    spec=TEXTS,
    since=st.none() | INSTANTS,
    before=st.none() | INSTANTS,
    after=st.none() | st.builds(Place, INSTANTS, TEXTS),
    given=COUNTS,
    size=st.none() | COUNTS,
)


def crafted(values: list[Any]) -> str:
    """Return a token as somebody makes it who knows how."""
    packed = msgspec.msgpack.encode(values)
    checksum = blake2b(SCOPE.encode() + b"\0" + packed, digest_size=8).digest()
    return urlsafe_b64encode(checksum + packed).decode().rstrip("=")


@given(LISTINGS)
def test_a_token_leads_back_to_its_listing(listing: Listing) -> None:
    assert tokens.read(tokens.spell(listing, SCOPE), SCOPE) == listing


@given(LISTINGS)
def test_a_token_stands_in_an_address_as_it_is(listing: Listing) -> None:
    text = tokens.spell(listing, SCOPE)
    assert set(text.replace("-", "").replace("_", "")) <= {
        *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    }


@given(st.text())
@example("")
@example("ä")
@example("====")
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(tokens.WrongToken):
        tokens.read(text, SCOPE)


@given(st.data())
def test_an_altered_token_is_refused(data: st.DataObject) -> None:
    text = tokens.spell(LISTING, SCOPE)
    at = data.draw(st.integers(0, len(text) - 1))
    new = data.draw(st.characters().filter(lambda each: each != text[at]))
    with pytest.raises(tokens.WrongToken):
        tokens.read(text[:at] + new + text[at + 1 :], SCOPE)


@given(st.data())
def test_a_token_that_was_cut_off_or_goes_on_is_refused(data: st.DataObject) -> None:
    text = tokens.spell(LISTING, SCOPE)
    length = data.draw(st.integers(0, len(text) - 1))
    more = data.draw(st.text(min_size=1))
    for wrong in (text[:length], text + more):
        with pytest.raises(tokens.WrongToken):
            tokens.read(wrong, SCOPE)


@pytest.mark.parametrize(
    "scope", ["02ALM_INST ListRecords", "01ALM_INST ListIdentifiers"]
)
def test_a_token_is_good_for_one_institution_and_verb(scope: str) -> None:
    with pytest.raises(tokens.WrongToken):
        tokens.read(tokens.spell(LISTING, SCOPE), scope)


@pytest.mark.parametrize(
    "values",
    [
        ["mods", "", None, None, 0, "991", 0, None],
        ["marc21", "\0", None, None, 0, "991", 0, None],
        ["marc21", "", None, None, 0, "9\0", 0, None],
        ["marc21", "", None, None, 2**62, "991", 0, None],
        ["marc21", "", -(2**62), None, 0, "991", 0, None],
        ["marc21", "", None, None, 0, "991", -1, None],
        ["marc21", "", None, None, 0, "991", 2**60, None],
        ["marc21"],
        [],
    ],
)
def test_a_crafted_token_holds_nothing_that_no_listing_does(values: list[Any]) -> None:
    with pytest.raises(tokens.WrongToken):
        tokens.read(crafted(values), SCOPE)


def test_a_token_keeps_its_form_from_release_to_release() -> None:
    # Harvesters hold tokens while the service is upgraded.
    packed = urlsafe_b64decode(tokens.spell(LISTING, SCOPE) + "==")[8:]
    at = 1_795_435_200_000_000
    wanted = ["marc21", "ALL", None, None, at, "991", 20, None]
    assert msgspec.msgpack.decode(packed) == wanted
