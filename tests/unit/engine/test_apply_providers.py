"""The profile that sets the OAI-PMH provider up, in a configuration file."""

import pytest

from unit.engine.apply_cases import plan_of, problems_after_institution

OAI = """
[[profiles]]
code = "OAI"
name = "OAI-PMH"
type = "OAI"
"""
SOUND = OAI + 'settings = { admin_email = "oai@example.org", page_size = 500 }\n'


def test_a_provider_needs_no_more_than_an_address() -> None:
    (profile,) = plan_of(OAI + 'settings = { admin_email = "a@b.org" }').profiles
    assert profile.settings == {"admin_email": "a@b.org"}
    assert plan_of(SOUND).profiles[0].settings["page_size"] == 500


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (OAI, "profiles[1].settings: admin_email is mandatory"),
        (
            OAI + 'settings = { admin_email = "nobody" }',
            (
                "profiles[1].settings: admin_email cannot be 'nobody';"
                " allowed: an address such as oai@example.org"
            ),
        ),
        (
            OAI + 'settings = { admin_email = "a@b.org", page_size = 901 }',
            (
                "profiles[1].settings: page_size cannot be '901';"
                " allowed: a whole number from 1 to 900"
            ),
        ),
        (
            OAI + 'settings = { email = "a@b.org" }',
            (
                "profiles[1].settings.email: unknown;"
                " allowed: admin_email, repository_name, page_size, base_url"
            ),
        ),
        (
            OAI.replace('type = "OAI"', 'type = "IMPORT"')
            + "settings = { page_size = 5 }",
            (
                "profiles[1].settings.page_size: unknown;"
                " allowed: none, as settings of a job belong to its action"
            ),
        ),
        (
            SOUND + SOUND.replace('"OAI"', '"TWO"', 1),
            "profiles[2].type: an institution has one profile of type OAI",
        ),
    ],
)
def test_what_does_not_fit_is_told(text: str, problem: str) -> None:
    assert problems_after_institution(text) == [problem]
