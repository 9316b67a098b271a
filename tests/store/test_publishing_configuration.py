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


@pytest.mark.parametrize(
    "prefix",
    [
        *("../../evil", "/abs", "sub/p", "..", ".hidden", "~p", r"a\\b"),
        *(r"a\u0000b", r"a\nb", "x" * 101, "\N{BLACK CHESS KNIGHT}" * 34),
    ],
)
def test_a_prefix_that_no_file_name_should_have_is_refused(
    workshop: Workshop, prefix: str
) -> None:
    (problem,) = problems_of(workshop, f'file_prefix = "{prefix}"')
    assert problem.startswith("profiles[1].actions[1].settings: file_prefix cannot be")
    assert problem.endswith(
        "allowed: the beginning of a file name: no slash, backslash or control"
        " character, no . or ~ in front, up to 100 bytes"
    )


@pytest.mark.parametrize("prefix", ["x" * 100, "Größe 2.0", "a~b..c"])
def test_a_prefix_that_file_names_can_have_is_taken(
    workshop: Workshop, prefix: str
) -> None:
    workshop.app.configure(INSTITUTION + PRIMO % f'file_prefix = "{prefix}"')
    with workshop.store.read() as tx:
        (profile,) = tx.configuration.profiles()
    assert profile.parameters[0].value == prefix


def test_a_set_of_any_kind_of_bibs_is_taken(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + SETS + PRIMO % "set = 'Electronic titles'")
    with workshop.store.read() as tx:
        (profile,) = tx.configuration.profiles()
    assert profile.code == "PRIMO"
