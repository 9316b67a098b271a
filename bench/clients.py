"""The clients of the tests, in a process of their own."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from journeys.clients import Order, Traffic, send


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast answers came."""

    rate: float
    """Answers a second, all clients together."""
    p50: float
    """Milliseconds within which half of them came."""
    p99: float
    worst: float


def sent(orders: Sequence[Order], ports: Sequence[int], clients: int) -> Traffic:
    """Send the orders from another process, as `send` does."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(send, orders, ports=ports, clients=clients).result()


def latencies(traffic: Traffic) -> Speed:
    """Return rate and latencies."""
    waited = sorted(each.seconds * 1000 for each in traffic.answers)
    return Speed(
        rate=len(waited) / traffic.seconds,
        p50=waited[len(waited) // 2],
        p99=waited[len(waited) * 99 // 100],
        worst=waited[-1],
    )
