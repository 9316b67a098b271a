"""From a configuration file to a provider."""

from typing import Final

import pytest

from almandine.engine.apply import ConfigurationError
from almandine.engine.oai.provider import (
    EmailAddress,
    OaiSet,
    PageSize,
    Provider,
    ProviderSettings,
)
from almandine.engine.oai.repository import open_repository
from store.workshop import Workshop

INSTITUTION: Final = """
[institution]
code = "01ALM_INST"
name = "Almandine Library"
suffix = "0101"
timezone = "Europe/Vienna"
currency = "EUR"
"""
OAI: Final = """
[[profiles]]
id = "1"
code = "OAI"
name = "OAI-PMH provider"
type = "OAI"
settings = { admin_email = "oai@example.org", page_size = 500 }
"""
MAPS: Final = """
[[profiles]]
id = "2"
code = "MAPS"
name = "Maps & prints"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
settings = { oai_set = "MAPS" }
"""


def provider_of(workshop: Workshop) -> Provider | None:
    with workshop.store.read() as tx:
        repository = open_repository(tx)
    return None if repository is None else repository.provider


def test_a_file_sets_a_provider_up_with_its_sets(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + MAPS)
    assert provider_of(workshop) is None
    workshop.app.configure(INSTITUTION + OAI)
    settings = ProviderSettings(
        EmailAddress("oai@example.org"), page_size=PageSize("500")
    )
    sets = (OaiSet("MAPS", "Maps & prints", "2"),)
    assert provider_of(workshop) == Provider(settings, sets)


def test_a_second_provider_is_refused_and_changes_nothing(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + OAI)
    another = OAI.replace('"OAI"', '"SECOND"', 1).replace('"1"', '"7"')
    with pytest.raises(ConfigurationError) as error:
        workshop.app.configure(INSTITUTION + another)
    (problem,) = error.value.problems
    assert str(problem) == (
        "profiles[1].type: an institution has one profile of type OAI,"
        " and has 'OAI' already"
    )
    assert provider_of(workshop) is not None


def test_the_same_provider_may_be_configured_again(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + OAI)
    workshop.app.configure(INSTITUTION + OAI.replace("500", "900"))
    provider = provider_of(workshop)
    assert provider is not None
    assert provider.settings.page_size == "900"


@pytest.mark.parametrize("name", ["maps and prints", "maps:", "ä", "a/b"])
def test_a_set_with_another_kind_of_name_is_refused(
    workshop: Workshop, name: str
) -> None:
    with pytest.raises(ConfigurationError) as error:
        workshop.app.configure(
            INSTITUTION + MAPS.replace('= "MAPS" }', f'= "{name}" }}')
        )
    (problem,) = error.value.problems
    assert f"oai_set cannot be {name!r}" in str(problem)
