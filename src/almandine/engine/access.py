"""Who may do what: keys, areas, and how much of a day an institution has used.

A key belongs to one institution and opens areas of the API, each for reading or
for reading and writing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol


class Area(StrEnum):
    """Part of the API, by the path segment after `/almaws/v1/`."""

    CONF = "conf"
    BIBS = "bibs"
    USERS = "users"
    ACQ = "acq"


class Access(StrEnum):
    """How far an area is open to a key."""

    READ_ONLY = "ro"
    READ_WRITE = "rw"


Grants = Mapping[Area, Access]

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""HTTP methods for which read-only access is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key without its secret, which only its owner has."""

    key_id: str
    name: str
    """Also what runs started with the key show as their submitter."""
    institution: str
    grants: Grants
    last_used: date | None = None
    """Day (GMT) of its last use."""


class GrantError(ValueError):
    """A text that does not say what a key may do; its own text says why."""


def parse_grants(texts: Sequence[str]) -> Grants:
    """Read what a key may do: `conf` to read and write, `bibs:ro` to read.

    Raises:
        GrantError: for an unknown area or access, or when nothing is granted.
    """
    if not texts:
        raise GrantError("a key without areas opens nothing")
    return dict(_parse_grant(text) for text in texts)


def format_grants(grants: Grants) -> Sequence[str]:
    """Spell what a key may do, as `parse_grants` reads it."""
    return [
        area if access is Access.READ_WRITE else f"{area}:{access}"
        for area, access in grants.items()
    ]


def _parse_grant(text: str) -> tuple[Area, Access]:
    area, _, access = text.strip().lower().partition(":")
    try:
        return Area(area), Access(access or Access.READ_WRITE)
    except ValueError:
        areas = ", ".join(Area)
        raise GrantError(
            f"{text!r} is no area; expected one of {areas}, with :ro to read only"
        ) from None


def may(key: Key, area: Area | None, method: str) -> bool:
    """Tell whether a key opens an area for an HTTP method; None opens to nobody."""
    access = key.grants.get(area) if area else None
    return access is Access.READ_WRITE or (
        access is Access.READ_ONLY and method in READING
    )


class Keys(Protocol):
    """The keys of all institutions."""

    def find(self, secret: str) -> Key | None:
        """Return the key with this secret, and note the day of its use."""
        ...

    def create(self, institution: str, name: str, grants: Grants) -> tuple[Key, str]:
        """Make a key; return it with its secret, which is not kept."""
        ...

    def list(self, institution: str) -> Sequence[Key]:
        """Return the keys of an institution by name."""
        ...

    def revoke(self, institution: str, key_id: str) -> bool:
        """Close a key for good; tell whether there was one."""
        ...


class Usage(Protocol):
    """How many requests institutions made in a day, all processes together."""

    def add(self, day: date, requests: Mapping[str, int]) -> Mapping[str, int]:
        """Add requests by institution (0 only asks); return the totals of the day."""
        ...
