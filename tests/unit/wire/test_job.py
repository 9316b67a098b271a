"""What a run request answers."""

from datetime import datetime, timedelta, timezone

from almandine.wire.job import triggered
from almandine.wire.texts import Linked


def test_a_started_run_is_told_with_its_instant_and_link() -> None:
    at = datetime(2025, 10, 5, 11, 11, 32, 592_000, timezone(timedelta(hours=2)))
    assert triggered("9563643080000561", at, "https://h/i") == Linked(
        link="https://h/i",
        value="Job no. 9563643080000561 triggered on Sun, 05 Oct 2025 09:11:32 GMT",
    )
