"""Progress: a bar on a terminal, plain lines in a pipe; on standard error."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import rich_click as click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from almandine.env import Env

LINE_EVERY: Final = timedelta(seconds=5)

Tell = Callable[[int, int], None]
"""Tells how many are done, of how many; 0 where that is not known yet."""


@contextmanager
def progress(title: str, env: Env) -> Generator[Tell]:
    """Show how something gets on, with its rate and the time left."""
    console = Console(stderr=True)
    if console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(
                task, completed=done, total=total or None
            )
        return
    lines = Lines(title, env.now(), env)
    yield lines.tell
    lines.close()


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=console,
    )


class _Rate(ProgressColumn):
    """Records a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, blank while it is unknown."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


@dataclass(slots=True)
class Lines:
    """Progress as a line every few seconds, and one at the end."""

    title: str
    started: datetime
    env: Env
    _done: int = 0
    _last: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.started

    def tell(self, done: int, total: int) -> None:
        """Say where it stands, unless that was said a moment ago."""
        self._done = done
        now = self.env.now()
        if now - self._last >= LINE_EVERY:
            self._last = now
            self._say(under_way(done, total, now - self.started))

    def close(self) -> None:
        """Say how it went."""
        self._say(over(self._done, self.env.now() - self.started))

    def _say(self, what: str) -> None:
        click.echo(f"{self.title}: {what}", err=True)


def under_way(done: int, total: int, took: timedelta) -> str:
    """Return words such as `500 of 1,000, 100/s, 5 s left`."""
    if not done:
        return f"waiting for {took.total_seconds():.0f} s"
    rate = done / took.total_seconds()
    if not total:
        return f"{done:,}, {rate:,.0f}/s"
    left = (total - done) / rate
    return f"{done:,} of {total:,}, {rate:,.0f}/s, {left:.0f} s left"


def over(done: int, took: timedelta) -> str:
    """Return words such as `1,000 in 10.0 s, 100/s`."""
    seconds = took.total_seconds()
    rate = f", {done / seconds:,.0f}/s" if done and seconds else ""
    return f"{done:,} in {seconds:.1f} s{rate}"
