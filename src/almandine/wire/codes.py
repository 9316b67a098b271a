"""The codes of the contract, each with its standing and its evidence.

The vendor's full tables are not public. What clients or the documentation show
is kept to the letter, because clients compare it; the rest is ours and says so.
Source: CONTRACT 2.2 to 2.4 and 6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """How far a code or its description can be relied on."""

    DOCUMENTED = "documented"
    OBSERVED = "observed"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the published table of codes."""

    code: str
    description: str
    standing: Standing
    evidence: str


def _rows(
    standing: Standing, evidence: str, descriptions: Mapping[str, str]
) -> Iterable[Code]:
    return (
        Code(code, description, standing, evidence)
        for code, description in descriptions.items()
    )


def _table(*groups: Iterable[Code]) -> Mapping[str, Code]:
    return {code.code: code for group in groups for code in group}


_OBSERVED = Standing.OBSERVED
_OURS = Standing.OURS
_STATUS_TEXT = "the code is observed; the wording is ours"

SYSTEM_JOB_STATUS: Final = _table(
    _rows(_OURS, _STATUS_TEXT, {"QUEUED": "Queued"}),
    _rows(_OBSERVED, "CONTRACT 2.4", {"PENDING": "Pending"}),
    _rows(_OURS, _STATUS_TEXT, {"INITIALIZING": "Initializing"}),
    _rows(_OBSERVED, "CONTRACT 2.4", {"RUNNING": "Running"}),
    _rows(_OURS, _STATUS_TEXT, {"FINALIZING": "Finalizing"}),
    _rows(
        _OBSERVED,
        "CONTRACT 2.4",
        {
            "COMPLETED_SUCCESS": "Completed Successfully",
            "COMPLETED_WARNING": "Completed with Warnings",
            "COMPLETED_FAILED": "Completed with Errors",
            "COMPLETED_NO_BULKS": "Completed with no bulks",
            "FAILED": "Failed",
        },
    ),
    _rows(
        _OURS,
        _STATUS_TEXT,
        {
            "MANUAL_HANDLING_REQUIRED": "Manual Handling Required",
            "SKIPPED": "Skipped",
        },
    ),
    _rows(
        _OBSERVED,
        "CONTRACT 2.4",
        {
            "SYSTEM_ABORTED": "Aborted by System",
            "USER_ABORTED": "Aborted by User",
        },
    ),
)
"""All fourteen states of a run; a client stops at any other."""

JOBS_API_JOB_TYPES: Final = _table(
    _rows(
        Standing.DOCUMENTED,
        "CONTRACT 2.4",
        {"MANUAL": "Manual", "SCHEDULED": "Scheduled", "OTHER": "Other"},
    )
)

MANUAL_CATEGORIES: Final = _table(
    _rows(
        _OBSERVED,
        "CONTRACT 2.4 and an observed job",
        {
            "INFORMATION_UPDATE": "Information Update",
            "NORMALIZATION": "Normalization",
            "RESEARCH_ASSETS": "Research Assets",
        },
    ),
    _rows(
        _OURS,
        "the vendor's table is not public",
        {
            "EXPORT": "Export",
            "DELETE": "Delete",
            "MOVE": "Move",
            "WITHDRAW": "Withdraw",
        },
    ),
)

SCHEDULED_CATEGORIES: Final = _table(
    _rows(
        _OBSERVED, "CONTRACT 2.4 and observed webhooks", {"PUBLISHING": "Publishing"}
    ),
    _rows(
        _OURS,
        "the codes are observed; the wording is ours",
        {"FULFILLMENT": "Fulfillment", "USERS": "Users"},
    ),
    _rows(
        _OURS,
        "the vendor's table is not public",
        {"ACQ": "Acquisitions", "IMPORT": "Import"},
    ),
)

_CONTENT = {
    "BIB_MMS": "All Titles",
    "IEP": "Physical titles",
    "IEE": "Electronic titles",
    "IED": "Digital titles",
    "IE": "Inventory titles",
    "HOLDING": "Physical holdings",
    "ITEM": "Physical items",
    "PORTFOLIO": "Electronic portfolios",
    "IEPA": "Electronic collections",
    "IEC": "Collections",
    "PO_LINE": "Order lines",
    "VENDOR": "Vendor",
    "USER": "User",
}
_CONTENT_WITHOUT_WORDING = {
    "REPRESENTATION": "Digital representations",
    "REMOTE_REPRESENTATION": "Remote digital representations",
    "FILE": "Digital files",
    "AUTHORITY_MMS": "Authorities",
    "COURSE": "Courses",
    "READING_LIST": "Reading lists",
    "READING_LIST_CITATION": "Reading list citations",
    "IER": "Research assets",
    "RESEARCHERS": "Researchers",
    "BIB_MMS_DISCOVERY": "All titles in discovery",
}

SET_CONTENT_TYPE: Final = _table(
    _rows(_OBSERVED, "CONTRACT 2.4; a client compares the wording", _CONTENT),
    _rows(_OURS, _STATUS_TEXT, _CONTENT_WITHOUT_WORDING),
)

BUSINESS_ENTITY: Final = _table(
    _rows(_OBSERVED, "as in SetContentType", _CONTENT),
    _rows(
        _OBSERVED,
        "an observed job",
        {"IMPORT_RESEARCH_ASSETS_FILES": "Research assets"},
    ),
    _rows(_OURS, _STATUS_TEXT, _CONTENT_WITHOUT_WORDING),
)
"""Kinds of record that manual jobs work on."""

SET_TYPE: Final = _table(
    _rows(_OBSERVED, "observed sets", {"ITEMIZED": "Itemized", "LOGICAL": "Logical"})
)
SET_PRIVACY: Final = _table(
    _rows(_OBSERVED, "observed sets", {"true": "Yes", "false": "No"})
)
SET_STATUS: Final = _table(
    _rows(_OBSERVED, "observed sets", {"ACTIVE": "Active"}),
    _rows(_OURS, _STATUS_TEXT, {"INACTIVE": "Inactive"}),
)
SET_ORIGIN: Final = _table(
    _rows(_OBSERVED, "observed sets", {"UI": "Institution only"}),
    _rows(_OURS, _STATUS_TEXT, {"CZ": "Community Zone"}),
)

ALERTS: Final = _table(
    _rows(
        _OBSERVED,
        "CONTRACT 2.4 and observed webhooks",
        {
            "alert_general_success": (
                "The job completed successfully."
                " For more information view the report details."
            ),
            "alert_general_error": (
                "The job completed with errors."
                " For more information view the report details"
                " (or contact Support using the process ID)."
            ),
        },
    ),
    _rows(
        _OURS,
        "the first sentence is observed; the second is that of alert_general_error",
        {
            "alert_general_error_with_failed_number": (
                "Of the {processed} records processed, {failed} errors found."
                " For more information view the report details"
                " (or contact Support using the process ID)."
            ),
        },
    ),
)
"""What a report says at its top. Braces name the run's numbers."""

COUNTERS: Final = _table(
    _rows(
        _OBSERVED,
        "CONTRACT 2.4 and observed webhooks; receivers branch on the codes",
        {
            "label.new.records": "New Records",
            "label.updated.records": "Updated Records",
            "label.deleted.records": "Deleted Records",
            "c.jobs.publishing.failed.publishing": "Unpublished failed records",
            "c.jobs.publishing.skipped": (
                "Skipped records (update date changed but no data change)"
            ),
            "c.jobs.publishing.filtered_out": (
                "Filtered records (not published due to filter)"
            ),
            "c.jobs.publishing.totalRecordsWrittenToFile": (
                "Total records written to file"
            ),
            "com.exlibris.external.bursar.report.user_count": "Total number of users",
            "com.exlibris.external.bursar.report.fines_fees_count": (
                "Total number of fines and fees"
            ),
        },
    ),
    _rows(
        _OURS,
        "the code is observed; the wording is ours",
        {"c.jobs.bibExport.link": "Link to exported records"},
    ),
)
"""Lines of reports. Not a table that the vendor publishes."""

JOB_ACTIONS: Final = _table(
    _rows(_OBSERVED, "the example of an instance", {"CREATE_SET": "Create set"})
)
POPULATIONS: Final = _table(
    _rows(_OBSERVED, "the example of an instance", {"MULTI_MATCHES": "Multi matches"}),
    _rows(
        _OURS,
        "the code is documented for matches; the wording is ours",
        {"SINGLE_MATCHES": "Single matches"},
    ),
    _rows(
        _OURS,
        "named as the counters of our report",
        {
            "IMPORTED": "Records imported",
            "MERGED": "Records merged",
            "OVERLAID": "Records overlaid",
            "DELETED": "Records deleted",
            "UNCHANGED": "Records unchanged",
            "NOT_IMPORTED_MATCHED": "Records not imported: matched",
        },
    ),
)
"""The records of an import that a set can be made of."""

TABLES: Final[Mapping[str, Mapping[str, Code]]] = {
    "systemJobStatus": SYSTEM_JOB_STATUS,
    "JobsApiJobTypes": JOBS_API_JOB_TYPES,
    "HPaTaskChain.type": MANUAL_CATEGORIES,
    "HPaTaskChain.businessEntity": BUSINESS_ENTITY,
    "systemJobsGroups": SCHEDULED_CATEGORIES,
    "SetContentType": SET_CONTENT_TYPE,
    "SetType": SET_TYPE,
    "SetPrivacy": SET_PRIVACY,
    "SetStatus": SET_STATUS,
    "SetOrigin": SET_ORIGIN,
    "SystemJobReportAlertMessage": ALERTS,
}
"""Every published table, by its name in `/conf/code-tables/{name}`."""
