"""What an institution is, and how it is set up: read by jobs and by clients.

Nothing here changes while a run works, so values are read once and passed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """The library system that keys, jobs and records belong to."""

    code: str
    """Such as `01ABC_INST`."""
    name: str
    timezone: str
    """Name in the IANA database; schedules are read in it."""
    currency: str
    """Three letters, ISO 4217."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A library of the institution."""

    code: str
    library_id: str
    name: str
    description: str = ""
    resource_sharing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place where a library keeps items."""

    library: str
    """Code of its library."""
    code: str
    name: str
    external_name: str = ""
    """What patrons read; empty where it is the name."""
    remote_storage: str = ""
    """Code of the remote storage facility; empty for shelves in the house."""
    suppressed: bool = False
    """Left out of published records, with the holdings and items that are there."""


Place = tuple[str, str]
"""Codes of a library and of a location in it."""


@dataclass(frozen=True, slots=True)
class ProfileParameter:
    """One setting of one action of an integration profile."""

    action: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationProfile:
    """How the institution exchanges files with one other system."""

    profile_id: str
    code: str
    name: str
    type: str
    """Kind of integration, such as `BURSAR`."""
    system: str = ""
    """The other side's software."""
    description: str = ""
    parameters: tuple[ProfileParameter, ...] = ()
    active: bool = True
    """The jobs of an inactive profile cannot be started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointEntry:
    """An endpoint, as everybody may see it."""

    endpoint_id: str
    kind: str
    """`directory`, `sftp`, `ftp`, `ftps` or `s3`."""
    place: str
    """Where it is, for people; without what is secret."""


class Configuration(Protocol):
    """The set-up of one institution, in one consistent state."""

    def institution(self) -> Institution:
        """Return the institution itself."""
        ...

    def libraries(self) -> Sequence[Library]:
        """Return all libraries by code."""
        ...

    def library(self, code: str) -> Library | None:
        """Return the library, or None."""
        ...

    def locations(self, library: str) -> Sequence[Location]:
        """Return the locations of a library by code; none for an unknown one."""
        ...

    def suppressed_locations(self) -> frozenset[Place]:
        """Return the locations that are left out of published records."""
        ...

    def collections(self) -> Mapping[str, str]:
        """Return the name of each collection by its id."""
        ...

    def endpoints(self) -> Sequence[EndpointEntry]:
        """Return all endpoints by id."""
        ...

    def profiles(self) -> Sequence[IntegrationProfile]:
        """Return all integration profiles by id, with their parameters."""
        ...

    def profile(self, profile_id: str) -> IntegrationProfile | None:
        """Return the profile with its parameters, or None."""
        ...
