"""How profiles set the provider up."""

from dataclasses import replace

import pytest

from almandine.engine.configuration import IntegrationProfile, ProfileParameter
from almandine.engine.oai.provider import (
    OaiSet,
    PageSize,
    ProviderSettings,
    SetSpec,
    provider_of,
)
from almandine.engine.parameters import check
from almandine.faults import InvalidParameter, MissingParameter, Refused

OAI = IntegrationProfile(
    profile_id="1",
    code="OAI",
    name="OAI-PMH",
    type="OAI",
    parameters=(ProfileParameter("OAI", "admin_email", "oai@example.org"),),
)
MAPS = IntegrationProfile(
    profile_id="2",
    code="MAPS",
    name="Maps",
    type="PUBLISHING",
    parameters=(ProfileParameter("PUBLISH", "oai_set", "MAPS"),),
)
OLD_MAPS = replace(
    MAPS,
    profile_id="3",
    name="Old maps",
    parameters=(ProfileParameter("PUBLISH", "oai_set", "MAPS:old"),),
)
FILES = replace(
    MAPS, parameters=(ProfileParameter("PUBLISH", "endpoint", "discovery"),)
)


def test_without_its_profile_there_is_no_provider() -> None:
    assert provider_of([MAPS]) is None


def test_a_profile_at_rest_sets_nothing_up() -> None:
    assert provider_of([replace(OAI, active=False), MAPS]) is None


def test_publishing_profiles_with_a_name_for_it_are_sets() -> None:
    provider = provider_of([OAI, FILES, MAPS])
    assert provider is not None
    assert provider.sets == (OaiSet("MAPS", "Maps", "2"),)


def test_what_is_published_stays_when_the_job_rests() -> None:
    provider = provider_of([OAI, replace(MAPS, active=False)])
    assert provider is not None
    assert provider.profiles_in("") == ["2"]


@pytest.mark.parametrize(
    ("spec", "profiles"),
    [
        ("", ["2", "3"]),
        ("MAPS", ["2", "3"]),
        ("MAPS:old", ["3"]),
        ("MAP", []),
        ("maps", []),
        ("MAPS:older", []),
    ],
)
def test_a_set_holds_the_sets_below_it(spec: str, profiles: list[str]) -> None:
    provider = provider_of([OAI, MAPS, OLD_MAPS])
    assert provider is not None
    assert provider.profiles_in(spec) == profiles


def test_a_size_goes_from_1_to_900() -> None:
    taken = [each for each in range(2000) if PageSize.FORM.fullmatch(str(each))]
    assert taken == list(range(1, 901))


@pytest.mark.parametrize("text", ["A", "A:b:c", "a-b_c.d!e~f*g'h(i)"])
def test_these_are_names_of_sets(text: str) -> None:
    assert SetSpec.FORM.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["", ":", "A:", ":A", "A::b", "A b", "Ä", "A\n", "A/b"]
)
def test_these_are_no_names_of_sets(text: str) -> None:
    assert not SetSpec.FORM.fullmatch(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("admin_email", "nobody"),
        ("admin_email", "<a@b.org>"),
        ("page_size", "901"),
        ("page_size", "0"),
        ("base_url", "example.org"),
        ("base_url", "https://example.org/oai?x=1"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(name: str, value: str) -> None:
    said = {"admin_email": "oai@example.org", name: value}
    with pytest.raises(Refused) as refused:
        check(ProviderSettings, said.items(), lambda _kind, _name: None)
    assert isinstance(refused.value.refusal, InvalidParameter)


def test_without_an_address_for_questions_there_is_no_provider() -> None:
    with pytest.raises(Refused) as refused:
        check(ProviderSettings, [], lambda _kind, _name: None)
    assert refused.value.refusal == MissingParameter("admin_email")
