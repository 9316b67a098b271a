"""The published codes."""

from collections.abc import Mapping

import pytest

from almandine.wire.codes import (
    ALERTS,
    SET_CONTENT_TYPE,
    SYSTEM_JOB_STATUS,
    TABLES,
    Code,
    Standing,
)

CODES = [code for table in TABLES.values() for code in table.values()]


def test_a_run_has_fourteen_states_and_no_other() -> None:
    assert list(SYSTEM_JOB_STATUS) == [
        "QUEUED",
        "PENDING",
        "INITIALIZING",
        "RUNNING",
        "FINALIZING",
        "COMPLETED_SUCCESS",
        "COMPLETED_WARNING",
        "COMPLETED_FAILED",
        "COMPLETED_NO_BULKS",
        "FAILED",
        "MANUAL_HANDLING_REQUIRED",
        "SKIPPED",
        "SYSTEM_ABORTED",
        "USER_ABORTED",
    ]


def test_sets_hold_one_of_twenty_three_contents() -> None:
    assert len(SET_CONTENT_TYPE) == 23


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_keyed_by_code(table: Mapping[str, Code]) -> None:
    assert list(table) == [code.code for code in table.values()]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_a_code_says_what_it_means_and_how_we_know(code: Code) -> None:
    assert code.description
    assert code.evidence


def test_a_wording_that_nobody_observed_is_ours() -> None:
    standing = SET_CONTENT_TYPE["RESEARCHERS"].standing
    assert standing is Standing.OURS


def test_an_alert_takes_the_numbers_of_the_run() -> None:
    alert = ALERTS["alert_general_error_with_failed_number"]
    text = alert.description.format(processed=14_384, failed=3)
    assert text.startswith("Of the 14384 records processed, 3 errors found.")
