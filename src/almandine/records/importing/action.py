"""What became of an incoming record: each line of an import's report has one."""

from enum import StrEnum
from typing import Final


class Action(StrEnum):
    """What an import did with one record of a file."""

    IMPORTED = "imported"
    MERGED = "merged"
    OVERLAID = "overlaid"
    DELETED = "deleted"
    UNCHANGED = "unchanged"
    """It matched, and the stored record says all of it already."""
    MATCHED = "not_imported_matched"
    NO_MATCH = "not_imported_no_match"
    FILTERED = "filtered"
    UNRESOLVED = "unresolved"
    """It waits for somebody who decides."""
    REJECTED = "rejected"
    """It could not be read, or did not pass the validation."""


CHANGING: Final = frozenset(
    {Action.IMPORTED, Action.MERGED, Action.OVERLAID, Action.DELETED}
)
"""Actions that stored something."""
