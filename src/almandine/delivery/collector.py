"""Brings files in from endpoints of any kind: as offered, whole, or not at all."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from almandine.engine.imports.intake import Source
from almandine.engine.ports import (
    CollectFailed,
    EndpointFailed,
    Endpoints,
    Found,
    NobodyAnswered,
    Offer,
    Unanswered,
)


@dataclass(frozen=True, slots=True)
class EndpointCollector:
    """Implements `engine.ports.Collector`."""

    endpoints: Endpoints

    def list(self, source: Source) -> Sequence[Offer]:
        """Return the files of a source by name; those that are hidden left out.

        Raises:
            CollectFailed: when there is no such endpoint, or the directory lies
                outside its root or cannot be read.
        """
        with _told(), self.endpoints.open(source.endpoint) as opened:
            found = opened.list(source.directory)
        return [_offer(each) for each in found if not each.name.startswith(".")]

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        """Copy an offered file.

        Raises:
            CollectFailed: when it is not there any more, or is not what was offered.
        """
        path = f"{source.directory}/{offer.name}" if source.directory else offer.name
        with _told(), self.endpoints.open(source.endpoint) as opened:
            found = opened.fetch(path, to)
        if _offer(found) != offer:
            to.unlink()
            raise CollectFailed(
                f"{offer.name} changed while it was read; the next run tries again"
            )


def _offer(found: Found) -> Offer:
    modified = found.modified_at.isoformat(timespec="microseconds")
    return Offer(found.name, found.size, modified)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except Unanswered as failed:
        raise NobodyAnswered(str(failed)) from failed
    except EndpointFailed as failed:
        raise CollectFailed(str(failed)) from failed
