"""Why a request of the protocol is not answered; each has a code of its own."""

from enum import StrEnum


class Objection(StrEnum):
    """The codes of OAI-PMH 2.0, section 3.6.

    `noMetadataFormats` is not among them: every record has both formats.
    """

    BAD_VERB = "badVerb"
    BAD_ARGUMENT = "badArgument"
    BAD_RESUMPTION_TOKEN = "badResumptionToken"  # noqa: S105 - a code
    CANNOT_DISSEMINATE_FORMAT = "cannotDisseminateFormat"
    ID_DOES_NOT_EXIST = "idDoesNotExist"
    NO_RECORDS_MATCH = "noRecordsMatch"
    NO_SET_HIERARCHY = "noSetHierarchy"


class Objected(Exception):  # noqa: N818 - an answer of the protocol, not a failure
    """Raised to answer with an objection."""

    def __init__(self, objection: Objection, because: str) -> None:
        super().__init__(f"{objection}: {because}")
        self.objection = objection
        self.because = because
