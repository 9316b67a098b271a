"""The XML spelling."""

import pytest

from almandine.faults import MalformedBody, Refused
from almandine.wire import xml
from almandine.wire.instance import JobInstance
from almandine.wire.job import Job, Jobs, Parameter
from almandine.wire.sets import Member, Members, MembersRequest
from almandine.wire.texts import Coded

PROLOG = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def test_a_document_begins_with_the_prolog_and_has_no_namespace() -> None:
    assert xml.encode(Job(id="M44")) == PROLOG + b"<job><id>M44</id></job>"


def test_an_empty_list_leaves_no_wrapper() -> None:
    wanted = PROLOG + b'<jobs total_record_count="0"></jobs>'
    assert xml.encode(Jobs(total_record_count=0)) == wanted


def test_numbers_are_spelt_as_in_json() -> None:
    wanted = PROLOG + b"<job_instance><progress>100</progress></job_instance>"
    assert xml.encode(JobInstance(progress=100.0)) == wanted


def test_marks_and_carriage_returns_are_escaped_in_text() -> None:
    wanted = PROLOG + b'<coded>&lt;a&gt; &amp; "b"&#13;\n\tc</coded>'
    assert xml.encode(Coded(value='<a> & "b"\r\n\tc')) == wanted


def test_quotes_and_white_space_are_escaped_in_attributes() -> None:
    wanted = PROLOG + b'<coded desc="&quot;a&quot;&#13;&#10;&#9;&lt;"></coded>'
    assert xml.encode(Coded(desc='"a"\r\n\t<')) == wanted


def test_a_list_stands_in_its_wrapper() -> None:
    value = JobInstance(link="/i", alert=(Coded(value="a"), Coded(value="b")))
    assert xml.encode(value) == PROLOG + (
        b'<job_instance link="/i">'
        b"<alerts><alert>a</alert><alert>b</alert></alerts></job_instance>"
    )


@pytest.mark.parametrize("unfit", ["\x00", "\x1f", "\ud800", "\ufffe"])
def test_what_xml_cannot_hold_becomes_the_replacement_mark(unfit: str) -> None:
    document = xml.encode(Coded(value=unfit, desc=unfit))
    assert xml.decode(Coded, document) == Coded(value="\ufffd", desc="\ufffd")


@pytest.mark.parametrize("body", [b"", b" \n", b"<job/>", PROLOG + b"<job></job>"])
def test_nothing_is_an_object_without_members(body: bytes) -> None:
    assert xml.decode(Job, body) == Job()


def test_a_run_request_is_read() -> None:
    body = b"""<job xmlns="urn:x">
      <parameters a="b">
        <!-- chosen by hand -->
        <parameter><name desc="Set">set_id</name><value>991</value></parameter>
        <unknown/>
        <parameter><name>note</name><value/></parameter>
      </parameters>
      <unknown><parameters/></unknown>
    </job>"""
    assert xml.decode(Job, body) == Job(
        parameter=(
            Parameter(name=Coded(value="set_id", desc="Set"), value="991"),
            Parameter(name=Coded(value="note"), value=""),
        )
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<set><members><member><id>1</id></member></members></set>",
        b"<members><member><id>1</id></member></members>",
    ],
)
def test_members_come_in_a_set_or_alone(body: bytes) -> None:
    assert xml.decode(MembersRequest, body).ids == ("1",)


def test_a_list_without_wrapper_is_read_item_by_item() -> None:
    body = b"<members><member><id>1</id></member><member><id>2</id></member></members>"
    wanted = Members(member=(Member(id="1"), Member(id="2")))
    assert xml.decode(Members, body) == wanted


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<set/>", "The document: expected <job>, found <set>."),
        (
            b"<job><next_run>soon</next_run></job>",
            "next_run: expected a time like 2025-10-05T09:11:32.592Z, found 'soon'.",
        ),
        (b"<!DOCTYPE job><job/>", "The document: a DOCTYPE is not allowed."),
        (
            b"<job><type %s/></job>" % b" ".join(b'a%d=""' % n for n in range(33)),
            "type: more than 32 attributes.",
        ),
    ],
)
def test_a_body_that_misfits_is_refused_with_its_reason(
    body: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        xml.decode(Job, body)
    assert refused.value.refusal == MalformedBody("XML", reason)


def test_what_is_not_well_formed_is_refused_with_the_parsers_reason() -> None:
    with pytest.raises(Refused) as refused:
        xml.decode(Job, b"<job><id></job>")
    refusal = refused.value.refusal
    assert isinstance(refusal, MalformedBody)
    assert refusal.reason.startswith("The document: Opening and ending tag mismatch")


def test_a_request_for_members_names_both_roots_it_takes() -> None:
    with pytest.raises(Refused) as refused:
        xml.decode(MembersRequest, b"<job/>")
    assert refused.value.refusal == MalformedBody(
        "XML", "The document: expected <set> or <members>, found <job>."
    )
