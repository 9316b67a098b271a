"""Workers that go by clocks of their own are noticed, where one is wrong (R19)."""

from contextlib import closing
from pathlib import Path
from typing import Final

from databases.homes import made_home
from databases.postgres import Databases
from journeys.full_disks import opened
from journeys.worker_processes import at_pace
from journeys.wrong_clocks import amiss_beside_a_wrong_clock
from planted.worker import go_by_own_time, with_bug

HOUR: Final = 3600.0


def test_a_worker_that_goes_by_its_own_clock_is_found(
    postgres: Databases, tmp_path: Path
) -> None:
    home = made_home(tmp_path / "data", postgres)
    behind = with_bug(go_by_own_time, at_pace(5, skew=-HOUR))
    with (
        opened(home) as site,
        closing(amiss_beside_a_wrong_clock(site, behind)) as amiss,
    ):
        assert any(amiss)
    home.removed()
