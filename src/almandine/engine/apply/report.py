"""What applying a file did."""

from collections import Counter
from collections.abc import Iterator

from almandine.engine.apply.entries import Effect, EntryKind


class Report:
    """How many entries of each kind were created, changed or left alone."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[EntryKind, Effect]] = Counter()
        self.notes: list[str] = []
        """What a librarian should know, though nothing is wrong."""

    def add(self, kind: EntryKind, effect: Effect) -> None:
        """Count one entry."""
        self.counts[kind, effect] += 1

    @property
    def changed_nothing(self) -> bool:
        """Return whether everything was as the file says already."""
        return all(effect is Effect.UNCHANGED for _, effect in self.counts)

    def lines(self) -> Iterator[str]:
        """Yield one line a kind, such as `location: 2 created, 1 unchanged`."""
        for kind in EntryKind:
            counts = [
                f"{self.counts[kind, effect]} {effect}"
                for effect in Effect
                if self.counts[kind, effect]
            ]
            if counts:
                yield f"{kind}: {', '.join(counts)}"
