"""What an error answer says, in both spellings, and what must be true of each."""

import html
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

import httpx

Spelling = Literal["json", "xml"]

CONTENT_TYPE: Final = {
    "json": "application/json;charset=UTF-8",
    "xml": "application/xml;charset=UTF-8",
}
_XML: Final = re.compile(
    r'<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\s*'
    r'<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans">'
    r"<errorsExist>true</errorsExist><errorList><error>"
    r"<errorCode>([^<]*)</errorCode><errorMessage>([^<]*)</errorMessage>"
    r"(?:<trackingId>([^<]*)</trackingId>)?"
    r"</error></errorList></web_service_result>\s*"
)
_TRACKING: Final = re.compile(r"E01-[0-9]{10}-[A-Z]{5}-AWAE[0-9]{9}")
_INSIDE: Final = re.compile(r'Traceback|File "|\.py\b|line [0-9]+, in ')
"""What a look into the program's inside would show."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer."""

    status: int
    code: str
    message: str
    tracking_id: str | None


def refusal_of(answer: httpx.Response, spelling: Spelling) -> Refusal:
    """Read an error document; it must be spelled to the letter and show no inside."""
    assert answer.headers["content-type"] == CONTENT_TYPE[spelling], answer.text
    assert not _INSIDE.search(answer.text), answer.text
    read = _read_json if spelling == "json" else _read_xml
    code, message, tracking_id = read(answer)
    assert tracking_id is None or _TRACKING.fullmatch(tracking_id)
    return Refusal(answer.status_code, code, message, tracking_id)


def _read_json(answer: httpx.Response) -> tuple[str, str, str | None]:
    document: Any = answer.json()
    assert list(document) == ["errorsExist", "errorList", "result"]
    assert (document["errorsExist"], document["result"]) == (True, None)
    [error] = document["errorList"]["error"]
    return error["errorCode"], error["errorMessage"], error.get("trackingId")


def _read_xml(answer: httpx.Response) -> tuple[str, str, str | None]:
    found = _XML.fullmatch(answer.text)
    assert found, answer.text
    code, message, tracking_id = found.groups()
    return html.unescape(code), html.unescape(message), tracking_id
