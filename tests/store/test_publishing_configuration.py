"""From a configuration file to publishing profiles."""

from typing import Final

import pytest

from almandine.engine.apply import ConfigurationError
from store.test_oai_configuration import INSTITUTION
from store.workshop import Workshop

SETS: Final = """
[[sets]]
id = "950101"
name = "Withdrawn volumes"
content = "ITEM"
members = []

[[sets]]
id = "960101"
name = "Electronic titles"
content = "IEE"
members = []
"""
PRIMO: Final = """
[[profiles]]
code = "PRIMO"
name = "Primo"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
settings = { %s }
"""


def problems_of(workshop: Workshop, settings: str) -> list[str]:
    """Apply a file that is wrong, and say what is wrong with it."""
    with pytest.raises(ConfigurationError) as refused:
        workshop.app.configure(INSTITUTION + SETS + PRIMO % settings)
    with workshop.store.read() as tx:
        assert not tx.configuration.profiles()
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("named", ["950101", "Withdrawn volumes"])
def test_a_set_of_items_is_refused_with_its_place(
    workshop: Workshop, named: str
) -> None:
    assert problems_of(workshop, f"set = '{named}'") == [
        "profiles[1].actions[1].settings: set 950101 holds ITEM; allowed: BIB_MMS"
    ]


def test_a_set_of_any_kind_of_bibs_is_taken(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + SETS + PRIMO % "set = 'Electronic titles'")
    with workshop.store.read() as tx:
        (profile,) = tx.configuration.profiles()
    assert profile.code == "PRIMO"
