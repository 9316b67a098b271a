"""Send requests to remote storage: the file, and the requests after it."""

from dataclasses import replace

from almandine.engine.jobtype import Destination, Failure, Part, Sent
from almandine.engine.parameters import bind, check
from almandine.formats.remote_storage import (
    NO_BARCODE,
    Facility,
    request_element,
    rs_layout,
)
from almandine.jobtypes.send_requests_to_remote_storage import (
    SendRequests,
    lay_out_requests,
    mark_sent,
    render_requests,
    send_to_facility,
)
from unit.jobtypes.records_of_emma import ITEM, NOON, REQUEST

PROFILE = SendRequests(endpoint="e1", institution="01ABC_INST", directory="in")


def test_writes_each_request_as_the_facility_wants_it() -> None:
    meyer = replace(PROFILE, system_type="W.B. Meyer")
    element = request_element(REQUEST, Facility("01ABC_INST", "W.B. Meyer"))
    assert render_requests([REQUEST, REQUEST], meyer) == Part(element * 2, 2)


def test_a_request_for_an_item_without_barcode_fails() -> None:
    unmarked = replace(REQUEST, item=replace(ITEM, barcode=""))
    rendered = render_requests([unmarked], PROFILE)
    assert rendered == Part(b"", 0, (Failure("88", NO_BARCODE),))


def test_the_profile_names_root_and_namespace() -> None:
    params = replace(PROFILE, root="requests", namespace="urn:x")
    assert lay_out_requests(params) == rs_layout("requests", "urn:x")


def test_the_file_goes_to_the_endpoint_of_the_profile() -> None:
    assert send_to_facility(PROFILE) == Destination("e1", "in")


def test_a_delivered_request_knows_when_and_by_which_run() -> None:
    sent = mark_sent(REQUEST, Sent("run1", NOON))
    assert sent == replace(REQUEST, sent_at=NOON, sent_by="run1")


def test_the_settings_of_a_profile_are_understood() -> None:
    given = [
        ("endpoint", "ftp"),
        ("institution", "01ABC_INST"),
        ("directory", "in"),
    ]
    settings = check(SendRequests, given, lambda _kind, _name: "e1")
    assert bind(SendRequests, settings) == PROFILE
