"""Runs that are kept wrongly."""

from datetime import datetime

from almandine.engine.run import Tally
from almandine.engine.thresholds import Standing
from almandine.store.runs import SqlRuns


class DeafRuns(SqlRuns):
    """Does not hear, amid a range, that a run is to stop."""

    def advance(self, run_id: str, tally: Tally) -> bool:
        super().advance(run_id, tally)
        return False


class TwiceCountedRuns(SqlRuns):
    """Counts each record twice."""

    def advance(self, run_id: str, tally: Tally) -> bool:
        return super().advance(run_id, tally + tally)


class UnlimitedRuns(SqlRuns):
    """Sees nothing that stands against one more run."""

    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        return Standing(None, 0, None)
