"""Deliveries that are tried again, and heard to be called off between two tries.

Waits double up to a limit, with some chance in them, so that many runs do not knock at
the same moment. What does not pass by itself, such as a wrong password, is not tried
again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from almandine.engine.jobtype import Destination
from almandine.engine.ports import Artifact, Courier, Delivery, DeliveryFailed
from almandine.engine.run import Run
from almandine.engine.work import Bench, listen
from almandine.env import Env

_NOTHING: Final = timedelta(0)
_LISTENING: Final = timedelta(seconds=1)
"""How long nobody is listened to: whoever stops a run has two seconds."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a delivery is tried."""

    tries: int = 5
    """In all, for each file."""
    wait: timedelta = timedelta(seconds=2)
    """Before the second try; twice as long before each one after it."""
    longest: timedelta = timedelta(minutes=1)
    """Wait, before chance makes it up to half as long again."""

    def before(self, attempt: int, chance: float) -> timedelta:
        """Return how long to wait before a try.

        Args:
            attempt: Its number, from 2 on.
            chance: In [0, 1).
        """
        # No larger a power: a wait of so many years is no number of seconds.
        doubled = self.wait * 2 ** min(attempt - 2, 30)
        return min(doubled, self.longest) * (1 + chance / 2)


@dataclass(frozen=True, slots=True)
class Shipping:
    """Takes the files of one run where they belong."""

    bench: Bench
    courier: Courier
    env: Env
    patience: Patience
    run: Run

    def send(self, artifacts: Sequence[Artifact], to: Destination) -> str:
        """Deliver the files in order; return why that ends early, or nothing.

        Each is in the ledger before the next one is sent. Those that are there
        already, because whoever sent them has died since, are not sent again.

        Raises:
            Stopped: when the run was asked to stop, between two tries.
            Leaving: when this worker is to end, between two tries.
            Fenced: when somebody else has this place.
        """
        sent = self._sent()
        for artifact in artifacts:
            if (artifact.name, to.endpoint, artifact.sha256) in sent:
                continue
            try:
                path = self._tried(artifact, to)
            except DeliveryFailed as failure:
                return f"{to.endpoint}: {failure}"
            self._record(artifact, to, path)
        return ""

    def _sent(self) -> set[tuple[str, str, str]]:
        """Return name, endpoint and SHA-256 of the files that are in the ledger."""
        # A worker that was overtaken must not send what its successor has sent.
        with self.bench.store.write() as tx:
            tx.runs.save(self.run)
            delivered = tx.artifacts.deliveries(self.run.run_id)
        return {(each.name, each.endpoint, each.sha256) for each in delivered}

    def _record(self, artifact: Artifact, to: Destination, path: str) -> None:
        """Put a file that was delivered into the ledger."""
        with self.bench.store.write(durable=True) as tx:
            tx.runs.save(self.run)
            delivery = Delivery(
                artifact.name, to.endpoint, path, artifact.sha256, tx.now()
            )
            tx.artifacts.add_delivery(self.run.run_id, delivery)

    def _tried(self, artifact: Artifact, to: Destination) -> str:
        attempt = 1
        while True:
            try:
                return self._delivered(artifact, to)
            except DeliveryFailed as failure:
                if attempt >= self.patience.tries or not failure.may_pass:
                    raise
            attempt += 1
            self._wait(self.patience.before(attempt, self.env.jitter()))

    def _delivered(self, artifact: Artifact, to: Destination) -> str:
        source = self.bench.workspace.path(self.run.run_id, artifact.name)
        return self.courier.deliver(
            source, endpoint=to.endpoint, directory=to.directory
        )

    def _wait(self, left: timedelta) -> None:
        """Wait in short steps, and listen after each."""
        while left > _NOTHING:
            step = min(left, _LISTENING)
            self.env.sleep(step)
            left -= step
            listen(self.run, self.bench)
