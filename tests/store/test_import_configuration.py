"""From a configuration file to import profiles."""

from typing import Final

import pytest

from almandine.engine.apply import ConfigurationError
from store.test_oai_configuration import INSTITUTION
from store.workshop import Workshop

BOOKS: Final = """
[[profiles]]
code = "BOOKS"
name = "New books"
type = "IMPORT"

[[profiles.actions]]
action = "METADATA_IMPORT"
settings = { file_name_pattern = '%s' }
"""


def test_a_pattern_that_is_none_is_refused_with_its_place(workshop: Workshop) -> None:
    with pytest.raises(ConfigurationError) as refused:
        workshop.app.configure(INSTITUTION + BOOKS % "weekly(")
    (problem,) = refused.value.problems
    assert str(problem) == (
        "profiles[1].actions[1].settings: file_name_pattern cannot be 'weekly(';"
        " allowed: a regular expression of RE2's syntax (missing ): weekly()"
    )
    with workshop.store.read() as tx:
        assert not tx.configuration.profiles()


def test_a_pattern_that_is_one_is_taken(workshop: Workshop) -> None:
    workshop.app.configure(INSTITUTION + BOOKS % r"weekly\d+\.mrc")
    with workshop.store.read() as tx:
        (profile,) = tx.configuration.profiles()
    assert profile.code == "BOOKS"


@pytest.mark.parametrize("name", ["upload", "resumes"])
def test_what_the_service_gives_by_itself_cannot_be_configured(
    workshop: Workshop, name: str
) -> None:
    settled = (INSTITUTION + BOOKS % "").replace("file_name_pattern", name)
    with pytest.raises(ConfigurationError) as refused:
        workshop.app.configure(settled)
    (problem,) = refused.value.problems
    assert str(problem).startswith(f"profiles[1].actions[1].settings.{name}: unknown;")
