"""Polls an instance until it has ended, and tells each move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from almandine.cli.demo.story import Story
from almandine.cli.failures import Failure
from almandine.engine.run import UNFINISHED
from almandine.env import Env

_LOOK_EVERY: Final = timedelta(milliseconds=150)
_PATIENCE: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at an instance from time to time."""

    story: Story
    env: Env

    def to_the_end(self, look: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Return the instance as it is when it has ended."""
        until = self.env.now() + _PATIENCE
        told = ""
        while self.env.now() < until:
            instance = look()
            status = instance["status"]["value"]
            now = f"{status} {instance['progress']:g} %"
            if now != told:
                self.story.say(f"{now:<25}{instance['name']}")
                told = now
            if status not in UNFINISHED:
                return instance
            self.env.sleep(_LOOK_EVERY)
        raise Failure(f"the run did not end within {_PATIENCE}; it is {told}")
