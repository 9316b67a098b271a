"""Where files that come in are collected from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from almandine.engine.imports.intake import Source


class CollectFailed(Exception):  # noqa: N818 - a fact about the source
    """A source could not be read; the message says what and why."""


class NobodyAnswered(CollectFailed):
    """The source did not answer in time, or not at all."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a source has."""

    name: str
    size: int
    """Bytes."""
    modified: str
    """When it was last modified, as the source tells it."""


class Collector(Protocol):
    """Brings files in."""

    def list(self, source: Source) -> Sequence[Offer]:
        """Return the files of a source by name; those that are hidden left out.

        Raises:
            CollectFailed: when the source cannot be read.
        """
        ...

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        """Copy an offered file.

        Raises:
            CollectFailed: when it is not there any more, or is not what was offered:
                it grew, shrank or changed meanwhile.
        """
        ...


class Nowhere:
    """A collector for workers that import nothing."""

    def list(self, source: Source) -> Sequence[Offer]:
        """Raise: there is nothing to list."""
        raise CollectFailed(f"there is no endpoint {source.endpoint}")

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        """Raise: there is nothing to fetch."""
        raise CollectFailed(f"no {offer.name} at {source.endpoint} for {to}")
