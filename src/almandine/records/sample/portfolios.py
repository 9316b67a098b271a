"""The portfolios of the sample: one for each electronic title."""

from collections.abc import Iterator
from typing import Final

from almandine.records.portfolio import Portfolio
from almandine.records.sample import ids
from almandine.records.sample.chance import Chance
from almandine.records.sample.title import title

_INTERFACES: Final = ("Garnet Reader", "Open Shelf", "Campus Press Online")
_UNAVAILABLE: Final = 50
"""Portfolios of a thousand that are not available."""


def portfolios(seed: int, count: int, *, first: int = 0) -> Iterator[Portfolio]:
    """Yield the portfolios of `count` titles, beginning with the `first`-th."""
    for number in range(first, first + count):
        of = title(seed, number)
        if of.form.electronic:
            chance = Chance(seed, "portfolio", number)
            package = chance.below(len(_INTERFACES))
            yield Portfolio(
                pid=ids.portfolio_pid(number),
                mms_id=ids.mms_id(number),
                url=f"https://reader.example/title/{of.identity}",
                collection=ids.package_id(package),
                interface=_INTERFACES[package],
                available=not chance.often(_UNAVAILABLE),
            )
