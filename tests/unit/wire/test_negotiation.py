"""Which spelling a client wants, and which it sent."""

import pytest

from almandine.wire.negotiation import Format, answer_format, body_format

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("query", "accept", "wanted"),
    [
        (None, None, Format.XML),
        (None, "", Format.XML),
        (None, "*/*", Format.XML),
        (None, "application/*", Format.XML),
        (None, "text/html", Format.XML),
        (None, BROWSER, Format.XML),
        (None, "application/json", Format.JSON),
        (None, "Application/JSON; charset=utf-8", Format.JSON),
        (None, "application/json, text/plain, */*", Format.JSON),
        (None, "*/*, application/json", Format.JSON),
        (None, "application/hal+json", Format.JSON),
        (None, "text/xml", Format.XML),
        (None, "application/xml;q=0.5, application/json;q=0.9", Format.JSON),
        (None, "application/json, application/xml", Format.JSON),
        (None, "application/xml, application/json", Format.XML),
        (None, "application/json;q=0", Format.XML),
        (None, "application/json;q=high", Format.XML),
        (None, "image/json", Format.XML),
        ("json", None, Format.JSON),
        ("JSON", "application/xml", Format.JSON),
        ("xml", "application/json", Format.XML),
        ("yaml", "application/json", Format.JSON),
        ("", "application/json", Format.JSON),
    ],
)
def test_the_answer_is_spelt_as_asked(
    query: str | None, accept: str | None, wanted: Format
) -> None:
    assert answer_format(query, accept) is wanted


@pytest.mark.parametrize(
    ("content_type", "body", "sent"),
    [
        ("application/json", b"<job/>", Format.JSON),
        ("application/xml;charset=UTF-8", b"{}", Format.XML),
        ("application/x-www-form-urlencoded", b'{"parameter":[]}', Format.JSON),
        (None, b' \n{"parameter":[]}', Format.JSON),
        (None, b"\xef\xbb\xbf{}", Format.JSON),
        (None, b"null", Format.JSON),
        (None, b"<job/>", Format.XML),
        (None, b"", Format.XML),
    ],
)
def test_a_body_is_told_by_its_type_or_else_by_its_start(
    content_type: str | None, body: bytes, sent: Format
) -> None:
    assert body_format(content_type, body) is sent


def test_content_types_are_exact() -> None:
    assert [spelling.content_type for spelling in Format] == [
        "application/json;charset=UTF-8",
        "application/xml;charset=UTF-8",
    ]
