"""Fills a data directory with the sample institution."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any, Final

from almandine.app import App
from almandine.cli.past_runs import make_past_runs
from almandine.cli.progress import Tell, progress
from almandine.env import Env
from almandine.records.kind import Kind
from almandine.records.sample import (
    CONFIGURATION,
    INSTITUTION,
    bibs,
    holdings,
    items,
    portfolios,
    requests,
    users,
)

PICKED_TITLES: Final = "9590000000110101"
PICKED_ITEMS: Final = "9590000000120101"

_PICKED: Final = 250
_CHUNK: Final = 1000
_USERS: Final = 500
_REQUESTS: Final = 60
_AGO: Final = timedelta(days=1)
"""How long ago the past runs were: out of the window in which starts count."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is to be made; the same values make the same records."""

    bibs: int
    seed: int

    def records(self) -> Iterator[tuple[str, Kind, Iterable[Any], int]]:
        """Yield what to call it, its kind, the records, how many (0: not known)."""
        seed, count = self.seed, self.bibs
        asked = requests(seed, _REQUESTS, titles=count, users=_USERS)
        yield "Titles", Kind.BIB, bibs(seed, count), count
        yield "Holdings", Kind.HOLDING, holdings(seed, count), 0
        yield "Items", Kind.ITEM, items(seed, count), 0
        yield "Portfolios", Kind.PORTFOLIO, portfolios(seed, count), 0
        yield "Users", Kind.USER, users(seed, _USERS), _USERS
        yield "Requests", Kind.REQUEST, asked, _REQUESTS

    def sets(self) -> str:
        """Return the sets that list records, as configuration."""
        titles = [bib.mms_id for bib in bibs(self.seed, _PICKED)]
        pids = [item.pid for item in islice(items(self.seed, self.bibs), _PICKED)]
        return "\n".join(
            [
                _itemized(PICKED_TITLES, "Titles to be checked", "BIB_MMS", titles),
                _itemized(PICKED_ITEMS, "Items to be moved", "ITEM", pids),
            ]
        )


def _itemized(set_id: str, name: str, content: str, ids: Sequence[str]) -> str:
    members = ", ".join(f'"{each}"' for each in ids)
    return (
        f'[[sets]]\nid = "{set_id}"\nname = "{name}"\ncontent = "{content}"\n'
        f"members = [{members}]\n"
    )


def is_filled(app: App) -> bool:
    """Tell whether the sample is there, to its last set."""
    if INSTITUTION not in app.institutions():
        return False
    with app.store_of(INSTITUTION).read() as tx:
        return tx.sets.find(PICKED_ITEMS) is not None


def fill(app: App, sample: Sample) -> None:
    """Make the sample; what a seed that was cut off has made is made again."""
    app.configure(CONFIGURATION)
    for name, kind, records, total in sample.records():
        with progress(name, app.env) as tell:
            _write(app, kind, iter(records), total, tell)
    _make_history(app)
    # Last, because it is by these that `is_filled` knows.
    app.configure(f"{CONFIGURATION}\n{sample.sets()}")


def _write(
    app: App, kind: Kind, records: Iterator[Any], total: int, tell: Tell
) -> None:
    done = 0
    while chunk := list(islice(records, _CHUNK)):
        with app.store_of(INSTITUTION).write() as tx:
            tx.records.write(kind, chunk)
        done += len(chunk)
        tell(done, total)


def _make_history(app: App) -> None:
    """Carry some runs out, as if a day ago: today's thresholds do not count them."""
    then = App(app.settings, _earlier(app.env))
    try:
        make_past_runs(then)
    finally:
        then.close()


def _earlier(env: Env) -> Env:
    return replace(env, now=lambda: env.now() - _AGO)
