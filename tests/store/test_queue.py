"""The dispatcher's queue, in the database that workers share."""

from contextlib import closing

from almandine.app import App
from databases.homes import Home


def test_the_queue_is_there_before_any_worker_looks_for_it(blank_home: Home) -> None:
    with closing(App(blank_home.settings)) as app:
        app.prepare()
    tables = blank_home.content().items()
    (queue,) = [row for name, rows in tables if name.endswith("queues") for row in rows]
    assert "'runs'" in queue
