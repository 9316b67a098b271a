"""Pages of the events of a long run: what they show, and how they find it."""

from collections.abc import Iterator
from random import Random
from typing import Final

import pytest

from almandine.engine.run import Event
from almandine.store.database import Database
from almandine.store.events import SqlEvents
from databases.homes import Home
from store.asking import listening
from store.histories import settle
from store.workshop import HERE

LONG: Final = "long"
RANGES: Final = 12
EACH: Final = 400
"""Events of a range."""
TRIES: Final = 100
OUTCOMES: Final = ["unchanged"] * 180 + ["changed"] * 19 + ["failed"]


def told() -> list[list[Event]]:
    """Return what is told of the records of each range, the same every time."""
    chance = Random(1)  # noqa: S311 - a seed, no secret
    return [
        [
            Event(f"{span}-{number}", chance.choice(OUTCOMES), "because")
            for number in range(EACH)
        ]
        for span in range(RANGES)
    ]


@pytest.fixture(scope="module")
def database(
    template: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    home = template.copied(tmp_path_factory.mktemp("events") / "data")
    opened = home.database()
    for span, events in reversed(list(enumerate(told()))):
        with opened.writing() as connection:
            for run_id in (LONG, "another"):
                SqlEvents(connection, HERE).add(run_id, span, events[: EACH // 2])
                SqlEvents(connection, HERE).add(run_id, span, events[EACH // 2 :])
    settle(opened)
    yield opened
    opened.close()
    home.removed()


def test_every_page_shows_what_looking_at_every_event_would_show(
    database: Database,
) -> None:
    chance = Random(2)  # noqa: S311 - a seed, no secret
    everything = [event for events in told() for event in events]
    with database.reading() as connection:
        events = SqlEvents(connection, HERE)
        for _ in range(TRIES):
            outcome = chance.choice([None, "changed", "unchanged", "failed", "note"])
            limit = chance.choice([0, 1, 10, 1_000])
            wanted = [e for e in everything if outcome in (None, e.outcome)]
            offset = chance.choice([0, EACH, chance.randrange(len(wanted) + 2)])
            found, total = events.page(
                LONG, outcome=outcome, limit=limit, offset=offset
            )
            shown = (list(found), total)
            assert shown == (wanted[offset : offset + limit], len(wanted)), outcome


@pytest.mark.parametrize("outcome", [None, "changed", "failed"])
def test_no_page_is_found_by_an_offset_or_by_looking_at_all_events(
    database: Database, outcome: str | None
) -> None:
    with database.reading() as connection:
        events = SqlEvents(connection, HERE)
        _, total = events.page(LONG, outcome=outcome, limit=0, offset=0)
        with listening(connection) as asked:
            events.page(LONG, outcome=outcome, limit=10, offset=total // 2)
        scanning = [each for each in asked if each.scans("run_event", connection)]
    assert ({by for each in asked for by in each.offsets} | {0}, scanning) == ({0}, [])
