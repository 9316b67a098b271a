"""The JSON spelling."""

import pytest

from almandine.faults import MalformedBody, Refused
from almandine.wire import json
from almandine.wire.instance import JobInstance
from almandine.wire.job import Job, Jobs, Parameter
from almandine.wire.texts import Coded


def test_bytes_are_those_of_javascript() -> None:
    value = JobInstance(name="Müller / <x>", progress=100.0)
    wanted = '{"name":"Müller / <x>","progress":100}'.encode()
    assert json.encode(value) == wanted


def test_an_empty_list_has_no_key() -> None:
    assert json.encode(Jobs(total_record_count=0)) == b'{"total_record_count":0}'


def test_an_empty_text_has_a_key() -> None:
    assert json.encode(Parameter(value="")) == b'{"value":""}'


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"null", b" null ", b"{}", b"\xef\xbb\xbf{}"]
)
def test_nothing_is_an_object_without_members(body: bytes) -> None:
    assert json.decode(Job, body) == Job()


@pytest.mark.parametrize(
    "name", [b'"set_id"', b'{"value":"set_id"}', b'{"value":"set_id","desc":null}']
)
def test_a_parameter_is_named_by_text_or_object(name: bytes) -> None:
    body = b'{"parameter":[{"name":%s,"value":991}]}' % name
    wanted = Job(parameter=(Parameter(name=Coded(value="set_id"), value="991"),))
    assert json.decode(Job, body) == wanted


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"[]", "The document: expected an object, found a list."),
        (b"false", "The document: expected an object, found true or false."),
        (b'{"parameter":{}}', "parameter: expected a list, found an object."),
        (
            b'{"parameter":[{"value":"1"},{"value":[]}]}',
            "parameter[1].value: expected text, found a list.",
        ),
        (b"{", "The document: Input data was truncated."),
        (b"[" * 100_000, "The document: nested too deeply."),
    ],
)
def test_a_body_that_misfits_is_refused_with_its_reason(
    body: bytes, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        json.decode(Job, body)
    assert refused.value.refusal == MalformedBody("JSON", reason)
