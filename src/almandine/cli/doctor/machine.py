"""Checks of the machine and of the data directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from almandine.cli.doctor.finding import Finding, failed, ok, warning

_SCARCE: Final = 0.10
_NONE_LEFT: Final = 0.01
"""Shares of the disk that are free."""
_IN_PYTHON: Final = (
    "nothing compiled: imports are two fifths faster where the set-up finds a C"
    " compiler and Python's headers"
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is."""

    program: str
    """Version."""
    python: str
    compiled: bool
    """Whether the loops over fields are, and what else the set-up compiles."""
    data: Path
    problem: str
    """Why nothing can be written to the data directory; empty where it can."""
    free: int
    total: int
    """Bytes of the disk that the data directory is on; 0 where that is not known."""


def check_machine(facts: Machine) -> Iterator[Finding]:
    """Yield what there is to say."""
    loops = "compiled" if facts.compiled else _IN_PYTHON
    yield ok("program", f"Almandine {facts.program} on Python {facts.python}, {loops}")
    yield _directory(facts)
    if facts.total:
        yield _disk(facts)


def _directory(facts: Machine) -> Finding:
    if facts.problem:
        advice = "name the right one with --data, and let this user write to it"
        return failed("data directory", f"{facts.data}: {facts.problem}", advice)
    return ok("data directory", f"{facts.data} can be written to")


def _disk(facts: Machine) -> Finding:
    share = facts.free / facts.total
    found = f"{facts.free / 1e9:,.1f} GB free, {share:.0%} of the disk"
    advice = "make room: a run ends with an error when its file cannot be written"
    if share < _NONE_LEFT:
        return failed("disk", found, advice)
    return warning("disk", found, advice) if share < _SCARCE else ok("disk", found)


def check_mark(found: str, remembered: str) -> Finding:
    """Tell whether the data directory is the one that the database belongs to.

    Args:
        found: The directory's mark; empty where it has none.
        remembered: The mark that the database remembers; empty before first use.
    """
    check = "shared directory"
    if not remembered:
        return ok(check, "none is remembered yet; the first to be used will be")
    if found == remembered:
        return ok(check, "it is the one that the database belongs to")
    return failed(
        check,
        "the database belongs to another data directory; files of runs, keys and"
        " certificates are there",
        "mount that one on this machine; if this is the right one, `almandine doctor"
        " --adopt` says so",
    )
