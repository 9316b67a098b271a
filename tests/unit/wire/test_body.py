"""Bodies in either spelling."""

import pytest

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
