"""Bodies in either spelling."""

import pytest

from almandine.faults import BodyTooLarge, Refused
from almandine.wire import body
from almandine.wire.negotiation import Format
from almandine.wire.sets import Set

WEEDING = Set(name="Weeding")


@pytest.mark.parametrize(
    ("spelling", "document"),
    [
        (Format.JSON, b'{"name":"Weeding"}'),
        (
            Format.XML,
            (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                b"<set><name>Weeding</name></set>"
            ),
        ),
    ],
)
def test_an_object_is_written_and_read_in_the_spelling_agreed(
    spelling: Format, document: bytes
) -> None:
    assert body.encode(WEEDING, spelling) == document
    assert body.decode(Set, document, spelling) == WEEDING


def test_a_body_at_the_limit_is_read() -> None:
    blank = b" " * body.MAX_BODY_BYTES
    assert body.decode(Set, blank, Format.JSON) == Set()


def test_a_body_above_the_limit_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        body.decode(Set, b" " * (body.MAX_BODY_BYTES + 1), Format.XML)
    assert refused.value.refusal == BodyTooLarge(body.MAX_BODY_BYTES)
