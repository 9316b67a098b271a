"""The table of refusals, tested as a table."""

from dataclasses import fields
from datetime import UTC, datetime
from string import Formatter
from typing import get_args

import pytest

from almandine import faults
from almandine.faults import Refusal
from almandine.wire.errors import ERRORS, message

STATUSES_OF_THE_GATEWAY = {400, 403, 429}


def test_every_refusal_has_a_row() -> None:
    assert set(get_args(Refusal)) == set(ERRORS)


@pytest.mark.parametrize("refusal", ERRORS)
def test_message_names_only_fields_of_its_refusal(refusal: type[Refusal]) -> None:
    named = {name for _, name, _, _ in Formatter().parse(ERRORS[refusal].message)}
    assert named - {None} <= {field.name for field in fields(refusal)}


def test_only_the_gateway_is_not_traced() -> None:
    untraced = {row.status for row in ERRORS.values() if not row.traced}
    assert untraced == STATUSES_OF_THE_GATEWAY


def test_a_missing_thing_of_the_vendors_api_is_never_404() -> None:
    missing = [refusal for refusal, row in ERRORS.items() if row.status == 404]
    assert missing == [faults.UnknownArtifact, faults.UnknownEndpoint]


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (
            faults.InvalidJobId("123456"),
            (
                "Invalid format for job_id. Value: 123456."
                " Valid format: Job type prefix (S,M,O) followed by digits"
            ),
        ),
        (
            faults.TooManyStarts(5, datetime(2026, 11, 23, 12, 30, 0, 0, UTC)),
            (
                "Execution threshold reached. Starts of this job in the last hour: 5,"
                " limit: 5. Try again after 2026-11-23T12:30:00Z."
            ),
        ),
        (
            faults.SetNameTaken("{0} {name}"),
            (
                "The set name already exists. Please choose a different name."
                " Value: {0} {name}."
            ),
        ),
    ],
)
def test_a_message_says_the_facts(refusal: Refusal, text: str) -> None:
    assert message(refusal) == text
