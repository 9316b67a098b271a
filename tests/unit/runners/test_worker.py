"""Runs that somebody is said to work at, and nobody does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from almandine.runners.worker import find_the_forgotten


@dataclass
class Hearts:
    """Implements `runners.worker.Workers` as far as it is asked."""

    beating: tuple[str, ...]
    dead: list[str] = field(default_factory=list[str])

    def beat(self, worker_id: str) -> None: ...

    def claim_silent(self, silence: timedelta) -> Sequence[str]:
        raise AssertionError(silence)

    def bury(self, worker_id: str) -> None: ...

    def declare_dead(self, worker_id: str) -> None:
        self.dead.append(worker_id)

    def known(self) -> Collection[str]:
        return self.beating


@dataclass
class Places:
    """Implements `runners.worker.Takes` as far as it is asked."""

    begun: dict[str, list[str]]
    forgotten: list[str] = field(default_factory=list[str])
    queued: list[str] = field(default_factory=list[str])

    def start(self) -> None: ...

    def stop(self, patience: timedelta) -> None: ...

    def executors(self) -> Collection[str]:
        return self.begun.keys()

    def take_over(self, worker_id: str) -> Sequence[str]:
        taken = self.begun.pop(worker_id, [])
        self.queued += taken
        return taken

    def resume_forgotten(self) -> Sequence[str]:
        self.queued += self.forgotten
        return self.forgotten


def test_a_worker_that_has_something_and_whom_nobody_knows_is_buried() -> None:
    hearts = Hearts(("anna", "emma"))
    places = Places({"anna": ["1"], "ghost": ["2", "3"]})
    find_the_forgotten(hearts, places)
    # One of all who find it is to take over what it has: not each of them, here.
    assert (hearts.dead, places.queued) == (["ghost"], [])


def test_what_this_worker_has_and_does_not_know_of_is_queued_again() -> None:
    places = Places({"anna": ["1"]}, forgotten=["1"])
    find_the_forgotten(Hearts(("anna",)), places)
    assert places.queued == ["1"]


def test_what_workers_are_at_is_left_alone() -> None:
    hearts = Hearts(("anna", "emma"))
    places = Places({"anna": ["1"], "emma": ["2"]})
    find_the_forgotten(hearts, places)
    assert (hearts.dead, places.queued) == ([], [])
