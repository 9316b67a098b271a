"""Interim."""

from enum import StrEnum


class MergeMethod(StrEnum):
    """Interim."""

    OVERLAY_ALL_BUT_LOCAL = "OVERLAY_ALL_BUT_LOCAL"


def merge(existing: bytes, incoming: bytes, method: MergeMethod) -> bytes:
    """Interim."""
    return incoming
