# Compiled as it is, where the set-up can: ADR 0033.
"""Validate a record by a profile: what is found, and how grave it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from almandine.records.marc.structure import examined
from almandine.records.validation.checks import (
    FINDERS,
    OF_RECORDS,
    Check,
    Subject,
    is_plain,
)


class Severity(StrEnum):
    """What is done about a finding."""

    REJECT = "reject"
    """The record is not imported; an error."""
    WARN = "warn"
    """The record is imported, and the report says what is wrong."""
    IGNORE = "ignore"
    """Nobody looks."""


DEFAULTS: Final[Mapping[Check, Severity]] = {
    Check.STRUCTURE: Severity.REJECT,
    Check.LEADER: Severity.WARN,
    Check.TITLE_MISSING: Severity.REJECT,
    Check.TITLE_REPEATED: Severity.WARN,
    Check.FIXED_LENGTH: Severity.WARN,
    Check.INDICATORS: Severity.WARN,
    Check.SUBFIELD_CODES: Severity.WARN,
    Check.ENCODING: Severity.REJECT,
    Check.EMPTY_FIELDS: Severity.WARN,
}
"""What a profile does that says nothing else."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a record."""

    check: Check
    severity: Severity
    because: str
    """For the report."""


def _no_severities() -> Mapping[Check, Severity]:
    return {}


@dataclass(frozen=True, slots=True)
class ValidationProfile:
    """How grave a site takes each check."""

    severities: Mapping[Check, Severity] = field(default_factory=_no_severities)
    """Those that differ from `DEFAULTS`. Structure is always an error: nothing can be
    done with a record whose fields cannot be told."""

    def severity_of(self, check: Check) -> Severity:
        """Return what is done about a check."""
        if check is Check.STRUCTURE:
            return Severity.REJECT
        return self.severities.get(check, DEFAULTS[check])


def validate(raw: bytes, profile: ValidationProfile) -> Sequence[Finding]:
    """Return what is wrong with any bytes, check by check, without what is ignored."""
    record = examined(raw)
    if isinstance(record, str):
        return [Finding(Check.STRUCTURE, Severity.REJECT, record)]
    subject = Subject.of(record)
    finders = OF_RECORDS if is_plain(subject) else FINDERS
    found = [
        (check, because) for check, find in finders.items() for because in find(subject)
    ]
    return [
        Finding(check, severity, because)
        for check, because in found
        if (severity := profile.severity_of(check)) is not Severity.IGNORE
    ]


def rejection(findings: Sequence[Finding]) -> str | None:
    """Say why a record is rejected, or None when it is not."""
    grave = [one.because for one in findings if one.severity is Severity.REJECT]
    return "; ".join(grave) or None
