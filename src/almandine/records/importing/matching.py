"""Interim."""

from enum import StrEnum

from almandine.records.importing.decision import MatchKey
from almandine.records.marc.keys import keys


class MatchMethod(StrEnum):
    """Interim."""

    OCLC = "OCLC"
    ISBN = "ISBN"


def match_keys(raw: bytes, method: MatchMethod) -> list[MatchKey]:
    """Interim."""
    return [key for key in keys(raw) if key[0] == method.lower()]
