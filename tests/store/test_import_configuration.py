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


PROFILES: Final = """
[[endpoints]]
id = "out"
kind = "directory"
path = "out"

[[profiles]]
code = "P"
name = "P"
type = "%s"

[[profiles.actions]]
action = "%s"
settings = { endpoint = "out", directory = '%s' }
"""
EXPORT: Final = """
[[jobs]]
id = "M77"
type = "export_items"
settings = { directory = '%s' }
"""
LEAVING: Final = {
    "import": PROFILES % ("IMPORT", "METADATA_IMPORT", "../x"),
    "publishing": PROFILES % ("PUBLISHING", "PUBLISH", "../x"),
    "remote storage": PROFILES % ("REMOTE_STORAGE", "SEND_REQUESTS", "../x"),
    "export": EXPORT % "../x",
}


@pytest.mark.parametrize("said", LEAVING.values(), ids=LEAVING)
def test_a_directory_that_leads_out_of_its_endpoint_is_refused(
    workshop: Workshop, said: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        workshop.app.configure(INSTITUTION + said)
    (problem,) = refused.value.problems
    assert problem.place.endswith("[1].settings")
    assert problem.message.endswith(
        "cannot be '../x'; allowed: a path below the endpoint's root; it has `..`"
    )
    workshop.app.configure(INSTITUTION + said.replace("../x", "in/x"))
