"""Deliveries that are wrong in the ways that are feared are found to be (R7)."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from almandine.delivery.endpoints import EndpointOffice
from almandine.delivery.pinned import pinned
from almandine.delivery.transfer import verify
from almandine.engine.execute import Worker
from almandine.engine.ports import DeliveryFailed, EndpointFailed
from databases.homes import Home
from endpoints.fault_plans import deliver_by_plans
from store.workshop import add_institutions

PLANS: Final = 40


@dataclass(frozen=True)
class Eager:
    """A courier that gives a file its final name, and then looks at it."""

    office: EndpointOffice

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        path = pinned(directory) / source.name
        try:
            with self.office.open(endpoint) as opened:
                opened.remote.put(source, path)
                verify(opened.remote, path, source)
        except EndpointFailed as failed:
            raise DeliveryFailed(str(failed)) from failed
        return str(path)


@dataclass(frozen=True)
class Trusting:
    """A courier that does not look at what has arrived."""

    office: EndpointOffice

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        path = pinned(directory) / source.name
        arriving = path.with_name(f".{path.name}.arriving")
        try:
            with self.office.open(endpoint) as opened:
                opened.remote.put(source, arriving)
                opened.remote.rename(arriving, path)
        except EndpointFailed as failed:
            raise DeliveryFailed(str(failed)) from failed
        return str(path)


@dataclass(frozen=True)
class Boasting:
    """A courier that says it has delivered what it has not."""

    office: EndpointOffice

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        with suppress(DeliveryFailed):
            return self.office.deliver(source, endpoint=endpoint, directory=directory)
        return source.name


def with_courier(courier: Callable[[EndpointOffice], object]) -> Callable[..., Worker]:
    def plant(worker: Worker) -> Worker:
        assert isinstance(worker.courier, EndpointOffice)
        return replace(worker, courier=courier(worker.courier))

    return plant


PLANTED: Final[Mapping[str, tuple[Callable[..., Worker], str]]] = {
    "renamed before it is verified": (with_courier(Eager), "seen half or wrong"),
    "never verified": (with_courier(Trusting), "seen half or wrong"),
    "settled without a delivery": (with_courier(Boasting), "counted and not there"),
}


@pytest.mark.parametrize(("plant", "found_as"), PLANTED.values(), ids=PLANTED)
def test_a_wrong_delivery_is_found(
    blank_home: Home, tmp_path: Path, plant: Callable[..., Worker], found_as: str
) -> None:
    add_institutions(blank_home)
    found = deliver_by_plans(blank_home, tmp_path, plans=PLANS, seed=7, plant=plant)
    assert found.amiss[found_as] > 0
