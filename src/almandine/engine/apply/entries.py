"""What is kept of a configuration, and what applying it needs of storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class EntryKind(StrEnum):
    """The kinds of thing that a file configures, in the order of reports."""

    INSTITUTION = "institution"
    LIBRARY = "library"
    LOCATION = "location"
    REMOTE_STORAGE = "remote storage"
    COLLECTION = "collection"
    RULE = "rule"
    ENDPOINT = "endpoint"
    SET = "set"
    PROFILE = "profile"
    JOB = "job"


class Effect(StrEnum):
    """What applying did to an entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


Row = Mapping[str, str | bool | int | timedelta]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing as it is to be kept."""

    kind: EntryKind
    key: Mapping[str, str]
    """What tells it from others of its kind, by column."""
    values: Row
    """All else, by column."""


class Entries(Protocol):
    """The configuration of one institution, open for writing."""

    def find(self, kind: EntryKind, **where: str) -> Row | None:
        """Return the first entry, by key, with these values in these columns."""
        ...

    def put(self, entry: Entry) -> Effect:
        """Store the entry, unless it is kept exactly so already."""
        ...
