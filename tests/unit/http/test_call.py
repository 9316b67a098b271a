"""What a route reads from a request."""

from datetime import date

import pytest

from almandine.faults import InvalidDate, InvalidParameter, Refused
from almandine.http.call import Call, Page
from almandine.wire.job import Job, Parameter
from almandine.wire.links import Links
from almandine.wire.texts import Coded
from unit.http.edge import WRITER


def asked(**query: str) -> Call:
    return Call(key=WRITER, links=Links(""), path={}, query=query)


def sent(body: bytes, content_type: str | None) -> Call:
    return Call(
        key=WRITER,
        links=Links(""),
        path={},
        query={},
        content_type=content_type,
        body=body,
    )


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ({}, Page(10, 0)),
        ({"limit": "0"}, Page(0, 0)),
        ({"limit": "100", "offset": "7"}, Page(100, 7)),
        ({"limit": "101"}, Page(100, 0)),
        ({"limit": " 5 "}, Page(5, 0)),
        ({"limit": ""}, Page(10, 0)),
        ({"offset": "999999999999999999"}, Page(10, 2**31 - 1)),
    ],
)
def test_a_page_is_cut_to_what_is_allowed(query: dict[str, str], page: Page) -> None:
    assert asked(**query).page() == page


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["-1", "ten", "1.5", "1e2", "٣", "9" * 5000])
def test_a_page_that_is_no_number_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(**{name: value}).page()
    assert refused.value.refusal == InvalidParameter(
        name, value, "0 or a larger number"
    )


def test_a_page_is_a_stretch_of_a_list() -> None:
    assert Page(2, 1).of("abcd") == "bc"


def test_a_page_behind_the_end_is_empty() -> None:
    assert Page(10, 5).of("abcd") == ""


def test_the_first_name_with_a_value_decides() -> None:
    call = asked(type="", job_type="B")
    assert call.choice("type", "job_type", allowed=("A", "B")) == "B"


def test_a_choice_that_is_unsaid_is_none() -> None:
    assert asked().choice("type", allowed=("A", "B")) is None


def test_a_choice_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        asked(type="C").choice("type", allowed=("A", "B"))
    assert refused.value.refusal == InvalidParameter("type", "C", "A, B")


def test_a_day_is_read() -> None:
    assert asked(since="2026-11-23").day("since") == date(2026, 11, 23)


@pytest.mark.parametrize(
    "value", ["23.11.2026", "2026-W48-1", "20261123", "2026-02-30"]
)
def test_a_day_in_another_spelling_is_refused(value: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(since=value).day("since")
    assert refused.value.refusal == InvalidDate("since", value)


JOB = Job(parameter=(Parameter(name=Coded(value="set_id"), value="1"),))


IN_JSON = b'{"parameter":[{"name":{"value":"set_id"},"value":"1"}]}'
IN_XML = (
    b"<job><parameters><parameter><name>set_id</name><value>1</value>"
    b"</parameter></parameters></job>"
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (IN_JSON, "application/json"),
        (IN_XML, "application/xml; charset=utf-8"),
        (IN_JSON, None),
        (IN_XML, None),
    ],
)
def test_a_body_is_read_as_it_is_spelt(body: bytes, content_type: str | None) -> None:
    assert sent(body, content_type).read(Job) == JOB
