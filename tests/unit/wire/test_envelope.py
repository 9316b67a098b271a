"""The document that carries errors."""

import re
from datetime import UTC, datetime, timedelta, timezone

from almandine import faults
from almandine.wire.envelope import ErrorEntry, encode_errors, entry, tracking_id
from almandine.wire.negotiation import Format

NOON = datetime(2026, 7, 28, 13, 3, 10, 0, UTC)
UNKNOWN = entry(faults.UnknownJob("M7"), "E01-1")


def test_an_entry_has_code_text_and_tracking_id() -> None:
    assert (
        ErrorEntry(
            error_code="402216",
            error_message="Invalid job id. Value: M7.",
            tracking_id="E01-1",
        )
        == UNKNOWN
    )


def test_what_the_gateway_says_has_no_tracking_id() -> None:
    assert entry(faults.Unauthorized(), "E01-1").tracking_id is None


def test_errors_in_json_end_with_an_empty_result() -> None:
    assert encode_errors(UNKNOWN, spelling=Format.JSON) == (
        b'{"errorsExist":true,"errorList":{"error":[{"errorCode":"402216",'
        b'"errorMessage":"Invalid job id. Value: M7.","trackingId":"E01-1"}]},'
        b'"result":null}'
    )


def test_errors_in_xml_stand_in_the_vendors_namespace() -> None:
    assert encode_errors(UNKNOWN, spelling=Format.XML) == (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans">'
        b"<errorsExist>true</errorsExist><errorList><error>"
        b"<errorCode>402216</errorCode>"
        b"<errorMessage>Invalid job id. Value: M7.</errorMessage>"
        b"<trackingId>E01-1</trackingId></error></errorList></web_service_result>"
    )


def test_a_tracking_id_has_the_vendors_form() -> None:
    made = tracking_id(NOON, "k3jd7abcdefghijklmnopqrstuvwxyz2")
    assert re.fullmatch(r"E01-2807130310-[A-Z]{5}-AWAE\d{9}", made)


def test_a_tracking_id_tells_the_time_in_utc() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-5)))
    assert tracking_id(elsewhere, "x") == tracking_id(NOON, "x")


def test_answers_of_one_second_are_told_apart() -> None:
    tokens = [f"token{number}" for number in range(1000)]
    assert len({tracking_id(NOON, token) for token in tokens}) == 1000
