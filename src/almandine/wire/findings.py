"""What a run met: rejected entries and matched records. Source: CONTRACT 1."""

from typing import Annotated

from almandine.wire.description import ATTRIBUTE, WireObject, Wrapped


class EventKey(WireObject, frozen=True):
    """One fact about an event."""

    code: str | None = None
    value: str | None = None


class Event(WireObject, frozen=True):
    """An entry that a user import rejected."""

    event_id: str | None = None
    event_key: Annotated[tuple[EventKey, ...], Wrapped("event_keys")] = ()


class Events(WireObject, frozen=True):
    """A page of events, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    event: tuple[Event, ...] = ()


class Match(WireObject, frozen=True):
    """An incoming record that fits one or several records of the catalogue."""

    incoming_record_id: str | None = None
    mms_ids: str | None = None
    """Ids of the records it fits, joined by commas."""
    match_method: str | None = None


class Matches(WireObject, frozen=True):
    """A page of matches, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    match: tuple[Match, ...] = ()
