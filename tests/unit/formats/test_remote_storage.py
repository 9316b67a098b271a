"""The file of requests, element by element."""

import os
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, canonicalize, fromstring

import pytest

from almandine.engine.jobtype import Layout
from almandine.formats.remote_storage import (
    MEYER,
    NAMESPACE,
    Facility,
    request_element,
    rs_layout,
    rs_part,
)
from almandine.records.bib import Heading
from almandine.records.request import Request
from unit.jobtypes.records_of_emma import ITEM, REQUEST

SHARED = Path(
    os.environ.get("ALMANDINE_SHARED", Path(__file__).resolve().parents[4] / "shared")
)
SAMPLE_REQUEST = replace(
    REQUEST,
    request_id="8800000000011001",
    note="handle with care",
    item=replace(
        ITEM,
        mms_id="991000000101001",
        call_number="QK495 .E9 2026",
        description="v.1 (2026)",
        heading=Heading(title="An example title"),
        details={"COPY_ID": "1", "ENUMERATIONA": "1", "CHRONOLOGYI": "2026"},
    ),
)
LIBRARY = Facility("01EXAMPLE_INST")


def document(request: Request, facility: Facility) -> bytes:
    layout = rs_layout("rsExports", NAMESPACE)
    return layout.header + rs_part([request], facility).data + layout.footer


def children(request: Request, facility: Facility) -> list[str]:
    export: Element = fromstring(document(request, facility))[0]  # noqa: S314 - our own document
    return [child.tag.rpartition("}")[2] for child in export]


def test_the_file_is_the_sample() -> None:
    sample = SHARED / "jobs" / "samples" / "remote_storage_requests.xml"
    if not sample.exists():
        pytest.skip(f"no sample at {sample}")
    ours = document(SAMPLE_REQUEST, Facility("01EXAMPLE_INST", MEYER)).decode()
    theirs = sample.read_text()
    assert canonicalize(ours, strip_text=True) == canonicalize(theirs, strip_text=True)


def test_other_systems_get_no_title_copy_description_and_enumeration() -> None:
    assert children(SAMPLE_REQUEST, LIBRARY) == [
        "requestType",
        "requestId",
        "pickup",
        "operationalRecordinformation",
        "barcode",
        "mmsId",
        "itemId",
        "requestedInfo",
    ]


def test_elements_without_a_value_are_left_out() -> None:
    bare = replace(REQUEST, pickup_library="", pickup_desk="", request_type="")
    assert children(bare, Facility("", MEYER)) == [
        "requestId",
        "operationalRecordinformation",
        "barcode",
        "mmsId",
        "itemId",
        "title",
    ]


def test_markup_is_escaped_and_forbidden_characters_are_dropped() -> None:
    odd = replace(REQUEST, note="a <b> & \x07c\r")
    note = b"<xb:requestNote>a &lt;b&gt; &amp; c&#13;</xb:requestNote>"
    assert note in request_element(odd, LIBRARY)


def test_root_and_namespace_are_settings() -> None:
    assert rs_layout("exports", 'urn:"x"') == Layout(
        "REMOTE_STORAGE_REQUESTS",
        "xml",
        header=b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b"<xb:exports xmlns:xb='urn:\"x\"'>\n",
        footer=b"</xb:exports>\n",
        numbered=False,
    )
