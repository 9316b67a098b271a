"""Kinds of record, and which kind each set content type holds."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a record is; also the name of its table and its load command."""

    BIB = "bib"
    AUTHORITY = "authority"
    HOLDING = "holding"
    ITEM = "item"
    PORTFOLIO = "portfolio"
    USER = "user"
    REQUEST = "request"


KIND_OF_CONTENT: Final[Mapping[str, Kind]] = {
    "BIB_MMS": Kind.BIB,
    "IEP": Kind.BIB,
    "IEE": Kind.BIB,
    "IED": Kind.BIB,
    "IE": Kind.BIB,
    "AUTHORITY_MMS": Kind.AUTHORITY,
    "HOLDING": Kind.HOLDING,
    "ITEM": Kind.ITEM,
    "PORTFOLIO": Kind.PORTFOLIO,
    "USER": Kind.USER,
}
"""Set content types (code table SetContentType) whose records Almandine keeps."""
