"""The body that changes a set's members."""

import pytest

from almandine.wire import json
from almandine.wire.sets import MembersRequest


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        (b'{"members":{"member":[{"id":"1"},{"id":2}]}}', ("1", "2")),
        (b'{"member":[{"id":"1"},{"description":"x"}]}', ("1", None)),
        (b'{"name":null,"members":{"total_record_count":0}}', ()),
        (b"{}", ()),
    ],
)
def test_members_come_in_a_set_or_alone(body: bytes, ids: tuple[str | None]) -> None:
    assert json.decode(MembersRequest, body).ids == ids
