"""The match methods, by our names and by the class names that clients send.

A method says which numbers of a record are looked up. The numbers are the kinds of
`records.marc.keys`, which the store keeps for each record.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class MatchMethod(StrEnum):
    """By which numbers an incoming record finds records of the house."""

    MMS_ID = "mms_id"
    """Its 001 is the MMS ID."""
    OCLC = "oclc"
    """OCLC numbers, whatever their spelling."""
    UNIQUE_OCLC = "unique_oclc"
    """OCLC numbers, cancelled and merged ones too, on both sides."""
    SYSTEM_NUMBER = "system_number"
    """035 $a as it is written, perhaps of one system only."""
    ISBN = "isbn"
    """020 $a; ten and thirteen digits are the same."""
    ISSN = "issn"
    """022 $a."""
    OTHER_NUMBER = "other_number"
    """024 $a as it is written."""
    OTHER_OR_SYSTEM_NUMBER = "024_035"
    ISBN_OR_OTHER_OR_SYSTEM_NUMBER = "isbn_024_035"
    ISSN_OR_OTHER_OR_SYSTEM_NUMBER = "issn_024_035"

    def looks_at(self, kind: str) -> bool:
        """Say whether keys of a kind may come of it; a 035 may be an OCLC number."""
        kinds = KINDS[self]
        return kind in kinds or (kind == "oclc" and "035" in kinds)

    @classmethod
    def _missing_(cls, value: object) -> "MatchMethod | None":
        """Return the method that a class name of the vendor stands for."""
        return CLASS_NAMES.get(str(value).strip().removeprefix(_PACKAGE))


KINDS: Final[Mapping[MatchMethod, tuple[str, ...]]] = {
    MatchMethod.MMS_ID: ("001",),
    MatchMethod.OCLC: ("oclc",),
    MatchMethod.UNIQUE_OCLC: ("oclc", "oclc_z"),
    MatchMethod.SYSTEM_NUMBER: ("035",),
    MatchMethod.ISBN: ("isbn",),
    MatchMethod.ISSN: ("issn",),
    MatchMethod.OTHER_NUMBER: ("024",),
    MatchMethod.OTHER_OR_SYSTEM_NUMBER: ("024", "035"),
    MatchMethod.ISBN_OR_OTHER_OR_SYSTEM_NUMBER: ("isbn", "024", "035"),
    MatchMethod.ISSN_OR_OTHER_OR_SYSTEM_NUMBER: ("issn", "024", "035"),
}
"""The kinds of number that each method looks at."""

_PACKAGE: Final = "com.exlibris.repository.mms.match."

CLASS_NAMES: Final[Mapping[str, MatchMethod]] = {
    "uniqueOCLC": MatchMethod.UNIQUE_OCLC,
    "OCLCMatchProfile": MatchMethod.OCLC,
    "OCLCSerialMatchProfile": MatchMethod.OCLC,
    "OtherSystemOrStandardNumberMatchProfile": (
        MatchMethod.ISBN_OR_OTHER_OR_SYSTEM_NUMBER
    ),
    "OtherSystemOrStandardNumberSerialMatchProfile": (
        MatchMethod.ISSN_OR_OTHER_OR_SYSTEM_NUMBER
    ),
}
"""The class names that import profiles of the vendor carry, without their package."""
