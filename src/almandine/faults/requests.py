"""Reasons that have to do with the request rather than with what it asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MalformedBody:
    """The body is not a well-formed document of the expected shape."""

    expected: str
    """`XML` or `JSON`."""
    reason: str


@dataclass(frozen=True, slots=True)
class BodyTooLarge:
    """The body is larger than the service reads."""

    limit_bytes: int


@dataclass(frozen=True, slots=True)
class MissingParameter:
    """A mandatory parameter or field is not in the input."""

    name: str


@dataclass(frozen=True, slots=True)
class EmptyParameter:
    """A mandatory parameter or field is in the input, without a value."""

    name: str


@dataclass(frozen=True, slots=True)
class InvalidParameter:
    """A parameter has a value that it cannot take."""

    name: str
    value: str
    allowed: str
    """What would have been accepted, in words."""


@dataclass(frozen=True, slots=True)
class InvalidDate:
    """A date in the query is not YYYY-MM-DD."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UnknownProfile:
    """No integration profile of the institution has this id."""

    profile_id: str


@dataclass(frozen=True, slots=True)
class UnknownEndpoint:
    """No endpoint of the institution has this id."""

    endpoint_id: str


@dataclass(frozen=True, slots=True)
class UnknownImportProfile:
    """No import profile has this id."""

    profile_id: str


@dataclass(frozen=True, slots=True)
class UnknownCodeTable:
    """No code table has this name."""

    name: str


@dataclass(frozen=True, slots=True)
class UnknownLibrary:
    """No library of the institution has this code."""

    code: str


@dataclass(frozen=True, slots=True)
class NoSuchPath:
    """The service has nothing at this address."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Unauthorized:
    """The key is missing, unknown, or not for this area or method."""


@dataclass(frozen=True, slots=True)
class PerSecondThreshold:
    """More requests within a second than allowed."""


@dataclass(frozen=True, slots=True)
class DailyThreshold:
    """More requests today (GMT) than allowed."""


@dataclass(frozen=True, slots=True)
class UntrustedHost:
    """The Host header names a host that the service does not answer for."""

    host: str


@dataclass(frozen=True, slots=True)
class DatabaseUnreachable:
    """The database does not answer; the same request may be served in a moment."""


@dataclass(frozen=True, slots=True)
class InternalError:
    """Something broke; the log has the rest under the tracking id."""


RequestRefusal = (
    MalformedBody
    | BodyTooLarge
    | MissingParameter
    | EmptyParameter
    | InvalidParameter
    | InvalidDate
    | UnknownProfile
    | UnknownEndpoint
    | UnknownImportProfile
    | UnknownCodeTable
    | UnknownLibrary
    | NoSuchPath
    | Unauthorized
    | PerSecondThreshold
    | DailyThreshold
    | UntrustedHost
    | DatabaseUnreachable
    | InternalError
)
