"""Attempts that do not wait for what passes."""

from time import sleep
from typing import Final

from almandine.engine.attempt import Attempt
from almandine.engine.ports import Unavailable
from almandine.engine.report import ALERT_ERROR, Report
from almandine.engine.run import Status

_LOOK_EVERY: Final = 0.1
"""Seconds."""


class Impatient(Attempt):
    """Breaks a run off because there is no room, as soon as that can be stored."""

    def to_the_end(self) -> Status:
        try:
            return super().to_the_end()
        except Unavailable as full:
            return self._give_up(str(full))

    def _give_up(self, why: str) -> Status:
        while True:
            try:
                self._break_off(Report(Status.FAILED, ALERT_ERROR, ()), note=why)
            except Unavailable:
                sleep(_LOOK_EVERY)
            else:
                return self.run.status
