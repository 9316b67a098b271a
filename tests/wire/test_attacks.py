"""Hostile bodies are refused with a sentence, and quickly."""

from time import perf_counter

import pytest

from almandine.faults import MalformedBody, Refused
from almandine.wire import json, xml
from almandine.wire.job import Job

SECONDS = 1.0
MEGABYTE = 1024 * 1024

BOMB = b"""<!DOCTYPE job [
<!ENTITY a0 "ha">
%s
]><job><name>&a19;</name></job>""" % b"\n".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10)
    for level in range(1, 20)
)
ATTRIBUTE_BOMB = BOMB.replace(b"<job><name>&a19;</name>", b'<job link="&a19;">')
EXTERNAL = b"""<!DOCTYPE job [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<job><name>&x;</name></job>"""
DOCTYPE_ONLY = b"<!DOCTYPE job><job/>"
LATE_DOCTYPE = b"<?xml version='1.0'?><!-- c --><?p i?><!DOCTYPE job><job/>"
UTF16_DOCTYPE = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE job><job/>".encode(
    "utf-16"
)
DEEP = b"<job>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</job>"
BIG_TEXT = b"<job><name>" + b"x" * 10 * MEGABYTE + b"</name></job>"
BIG_NAME = b"<job><" + b"x" * 10 * MEGABYTE + b"/></job>"
MANY_ATTRIBUTES = (
    b"<job " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b"></job>"
)
UNCLOSED = b"<job><name>x"
NO_ENTITY = b"<job><name>&nothing;</name></job>"

XML_ATTACKS = {
    "entity bomb": BOMB,
    "entity bomb in an attribute": ATTRIBUTE_BOMB,
    "external entity": EXTERNAL,
    "doctype": DOCTYPE_ONLY,
    "doctype after comments": LATE_DOCTYPE,
    "doctype in UTF-16": UTF16_DOCTYPE,
    "200,000 nested tags": DEEP,
    "text of 10 MB": BIG_TEXT,
    "name of 10 MB": BIG_NAME,
    "100,000 attributes": MANY_ATTRIBUTES,
    "unclosed": UNCLOSED,
    "unknown entity": NO_ENTITY,
}
JSON_ATTACKS = {
    "200,000 nested lists": b"[" * 200_000,
    "200,000 nested objects": b'{"x":' * 200_000,
    "unclosed": b'{"name": "x',
    "not UTF-8": b'{"name": "\xff"}',
    "NUL": b'{"name": "x\\u0000"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "number out of range": b'{"name": 1e999}',
    "number of 5,000 digits": b'{"name": %s}' % (b"9" * 5000),
    "number of 30 digits": b'{"name": %s}' % (b"9" * 30),
    "not a number": b'{"name": NaN}',
}


@pytest.mark.parametrize("attack", XML_ATTACKS.values(), ids=XML_ATTACKS)
def test_hostile_xml_is_refused_quickly(attack: bytes) -> None:
    began = perf_counter()
    with pytest.raises(Refused) as refused:
        xml.decode(Job, attack)
    assert perf_counter() - began < SECONDS
    refusal = refused.value.refusal
    assert isinstance(refusal, MalformedBody)
    assert len(refusal.reason) < 500


@pytest.mark.parametrize("attack", JSON_ATTACKS.values(), ids=JSON_ATTACKS)
def test_hostile_json_is_refused_quickly(attack: bytes) -> None:
    began = perf_counter()
    with pytest.raises(Refused) as refused:
        json.decode(Job, attack)
    assert perf_counter() - began < SECONDS
    refusal = refused.value.refusal
    assert isinstance(refusal, MalformedBody)
    assert len(refusal.reason) < 500


def test_a_document_with_a_doctype_names_the_doctype() -> None:
    with pytest.raises(Refused) as refused:
        xml.decode(Job, DOCTYPE_ONLY)
    assert refused.value.refusal == MalformedBody(
        "XML", "The document: a DOCTYPE is not allowed."
    )


def test_the_word_doctype_in_a_text_is_harmless() -> None:
    document = b"<job><name><![CDATA[<!DOCTYPE job>]]></name></job>"
    assert xml.decode(Job, document) == Job(name="<!DOCTYPE job>")
