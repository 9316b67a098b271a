"""`almandine worker` as it would be with a slow job, or with a clock that is wrong.

The job adds a field to each record, so that doing it twice shows; a chunk of it takes
its time on a fast machine too, so that there is an amid. `ODD_PACE` is how long a
record takes (ms), `ODD_SKEW` how far the clock is ahead (s).
"""

import os
import time
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, Self

from almandine import app, cli, env
from almandine.engine.jobtype import JobType
from almandine.engine.outcome import Outcome
from almandine.records.bib import Bib
from store.jobs_for_tests import Nothing, stamp_each, stamping

PACE: Final = float(os.environ.get("ODD_PACE", "0")) / 1000
SKEW: Final = float(os.environ.get("ODD_SKEW", "0"))


class WrongTime(datetime):
    """Tells another time than it is."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(seconds=SKEW)


def stamp_slowly(bib: Bib, params: Nothing) -> Outcome[Bib]:
    time.sleep(PACE)
    return stamp_each(bib, params)


def with_stamping(found: dict[str, JobType[Any]]) -> dict[str, JobType[Any]]:
    slow = stamping(stamp_slowly)
    return {**found, slow.name: slow}


def main() -> None:
    """Do what the command line says, with that job and that clock."""
    discover, right_time = app.discover, time.time
    app.discover = lambda: with_stamping(dict(discover()))
    if SKEW:
        # Where our own code, and the dispatcher, look for the time.
        env.datetime = WrongTime
        time.time = lambda: right_time() + SKEW
    cli.main()


if __name__ == "__main__":
    main()
