"""How the demo tells what it does: numbered steps, each with the time it took."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from almandine.env import Env

_LONGEST: Final = 300
"""Characters of an answer that are shown."""


@dataclass(slots=True)
class Story:
    """The demo's voice."""

    console: Console
    env: Env
    steps: int = 0

    @contextmanager
    def step(self, title: str) -> Generator[None]:
        """Announce a step, and say how long it took."""
        self.steps += 1
        self._print(Text.assemble((f"\n{self.steps}  {title}", "bold")))
        began = self.env.now()
        yield
        took = (self.env.now() - began).total_seconds()
        self._print(Text(f"   {took:.1f} s", style="dim"))

    def say(self, text: str) -> None:
        """Tell something, indented."""
        for line in text.splitlines():
            self._print(Text(f"   {line}"))

    def show(self, text: str) -> None:
        """Show what was sent or came back, shortened."""
        whole = " ".join(text.split())
        cut = whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]} …"
        self._print(Text(f"   {cut}", style="cyan"))

    def heading(self, text: str) -> None:
        """Begin a part that is no step."""
        self._print(Text(f"\n{text}", style="bold"))

    def _print(self, text: Text) -> None:
        # No line is broken: what is shown is there to be copied.
        self.console.print(text, soft_wrap=True)
