"""A run that is asked to stop has stopped within two seconds, at the end of a chunk."""

from random import SystemRandom
from typing import Final

from almandine.engine.run import Status
from databases.homes import Home
from journeys.aborts import stop_runs

TIMES: Final = 3
SOON: Final = 2.0


def test_a_run_stops_within_two_seconds(blank_home: Home) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos stops --seed {seed}")  # noqa: T201 - shown on failure
    stopped = stop_runs(blank_home, times=TIMES, seed=seed)
    assert {each.status for each in stopped} == {Status.USER_ABORTED}
    assert all(each.is_whole for each in stopped)
    assert max(each.seconds for each in stopped) <= SOON
