"""What an import that ends says of itself: status, alert and counters."""

from collections import Counter as Count
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.engine.imports.line import FileState, ImportFile
from almandine.engine.report import (
    ALERT_ERROR,
    ALERT_ERROR_COUNTED,
    ALERT_SUCCESS,
    Report,
)
from almandine.engine.run import Counter, Status
from almandine.records.importing.action import Action

TOTAL: Final = "TOTAL_RECORDS_IMPORTED"
"""Code of the counter of all records that were stored: the API's own word."""
STORED: Final = (Action.IMPORTED, Action.MERGED, Action.OVERLAID)

SINGLE: Final = "almandine.import.single_matches"
MULTI: Final = "almandine.import.multi_matches"

INVENTORY: Final = ("holdings", "items", "portfolios")

LABELS: Final[Mapping[Action, str]] = {
    Action.IMPORTED: "Records imported",
    Action.MERGED: "Records merged",
    Action.OVERLAID: "Records overlaid",
    Action.DELETED: "Records deleted",
    Action.UNCHANGED: "Records unchanged",
    Action.MATCHED: "Records not imported: matched",
    Action.NO_MATCH: "Records not imported: no match",
    Action.FILTERED: "Records not imported: filtered out",
    Action.REJECTED: "Records not imported: errors",
    Action.UNRESOLVED: "Records with matches that are unresolved",
}

_FILES: Final[Mapping[FileState, str]] = {
    FileState.TAKEN: "Files processed",
    FileState.FAILED: "Files failed",
    FileState.SKIPPED: "Files skipped, imported before",
}


def code_of(action: Action) -> str:
    """Return the code of the counter of an action."""
    return f"almandine.import.{action}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines an import has."""

    by_action: Mapping[Action, int]
    single: int = 0
    """Those that match one record."""
    several: int = 0
    """Those that match more than one."""
    inventory: tuple[int, int, int] = (0, 0, 0)
    """Holdings, items and portfolios that were made."""
    repeated: int = 0
    """Those that became, or were found to be, the same as an earlier one of their
    file."""

    def of(self, action: Action) -> int:
        """Return how many there are of an action."""
        return self.by_action.get(action, 0)


def counters(files: Sequence[ImportFile], counts: Counts) -> tuple[Counter, ...]:
    """Return the counters of an import: files, then records."""
    return tuple(_counters(files, counts))


def import_report(
    files: Sequence[ImportFile], counts: Counts, *, skips: bool
) -> Report:
    """Return the report of an import that has dealt with all its records.

    Args:
        files: Its files.
        counts: How many lines there are.
        skips: Whether what is unresolved is left out for good.
    """
    alert = _alert(files, counts)
    status = (
        Status.COMPLETED_SUCCESS if alert == ALERT_SUCCESS else Status.COMPLETED_FAILED
    )
    if counts.of(Action.UNRESOLVED) and not skips:
        status = Status.MANUAL_HANDLING_REQUIRED
    return Report(status, alert, counters(files, counts))


def _alert(files: Sequence[ImportFile], counts: Counts) -> str:
    if counts.of(Action.REJECTED):
        return ALERT_ERROR_COUNTED
    if any(file.state is FileState.FAILED for file in files):
        return ALERT_ERROR
    return ALERT_SUCCESS


def not_collected(because: str) -> Report:
    """Return the report of an import whose source cannot be read at all."""
    counter = Counter(f"Files cannot be listed: {because}", "", "")
    return Report(Status.FAILED, ALERT_ERROR, (counter,))


def _counters(files: Sequence[ImportFile], counts: Counts) -> Iterator[Counter]:
    by_state = Count(file.state for file in files)
    for state, label in _FILES.items():
        yield Counter(
            f"almandine.import.files.{state}", label, str(by_state.get(state, 0))
        )
    for file in files:
        if file.state is FileState.FAILED:
            yield Counter(f"File {file.title}: {file.because}", "", "")
    total = str(sum(counts.by_action.values()))
    yield Counter("almandine.import.records", "Records in files", total)
    yield Counter(TOTAL, "Total records imported", str(sum(map(counts.of, STORED))))
    for action, label in LABELS.items():
        yield Counter(code_of(action), label, str(counts.of(action)))
    for what, number in zip(INVENTORY, counts.inventory, strict=True):
        label = f"{what.capitalize()} created"
        yield Counter(f"almandine.import.{what}", label, str(number))
    repeated = str(counts.repeated)
    yield Counter("almandine.import.repeated", "Duplicates in their file", repeated)
    yield Counter(SINGLE, "Records with a single match", str(counts.single))
    yield Counter(MULTI, "Records with several matches", str(counts.several))
