"""Endpoints as our own API shows them, in JSON."""

import msgspec

from almandine.engine.configuration import EndpointEntry


class EndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """Where files go, and where they come from."""

    endpoint_id: str
    kind: str
    place: str
    """For people; without what is secret."""


class TrialView(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a trial."""

    works: bool
    reason: str = ""
    """Why it does not, and what to do; empty where it does."""


def show_endpoint(found: EndpointEntry) -> EndpointView:
    """Show an endpoint."""
    return EndpointView(
        endpoint_id=found.endpoint_id, kind=found.kind, place=found.place
    )
