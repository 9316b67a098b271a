"""Deliveries to servers that refuse, hang, lose and lie (R7), from a seed.

ALMANDINE_FAULT_SEED replays one that was printed, ALMANDINE_FAULT_PLANS asks for more.
"""

import os
from pathlib import Path
from random import SystemRandom
from typing import Final

from databases.homes import Home
from endpoints.fault_plans import deliver_by_plans

PLANS: Final = int(os.environ.get("ALMANDINE_FAULT_PLANS", "60"))


def test_nothing_is_lost_half_sent_or_counted_twice(home: Home, tmp_path: Path) -> None:
    seed = int(os.environ.get("ALMANDINE_FAULT_SEED", SystemRandom().getrandbits(32)))
    print(f"replay with ALMANDINE_FAULT_SEED={seed}")  # noqa: T201 - shown on failure
    found = deliver_by_plans(home, tmp_path, plans=PLANS, seed=seed)
    assert (found.amiss, found.first_amiss) == ({}, "")
    assert found.arrived + found.failed == found.plans == PLANS
