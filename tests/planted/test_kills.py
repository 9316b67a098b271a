"""What the death of a worker spoils is seen, where a bug lets it (R1)."""

from pathlib import Path
from typing import Final

from databases.homes import made_home
from journeys.crews import Hunted, hunted
from journeys.worker_processes import at_pace
from planted.worker import store_cursors_late, with_bug

MEMBERS: Final = 240
PACE: Final = at_pace(5, chunk_size=2, range_size=MEMBERS)
MOST_KILLS: Final = 5
"""Hardly ever more than one: the first chunk is soon over."""


def doubled_by_a_kill(hunt: Hunted) -> bool:
    """Kill somebody, and tell whether records were changed twice."""
    hunt.stamp(1)
    return hunt.found.amiss["doubled"] > 0


def test_a_cursor_that_is_stored_apart_from_its_records_is_found(
    tmp_path: Path,
) -> None:
    home = made_home(tmp_path / "data", None)
    start = with_bug(store_cursors_late, PACE)
    with hunted(home, members=MEMBERS, seed=1, start=start) as hunt:
        assert any(doubled_by_a_kill(hunt) for _ in range(MOST_KILLS))
