"""What is done to an incoming record before it is matched."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.marc.rules import Normalize, compile_filter, compile_rules
from almandine.records.matching.match_keys import MatchProfile, match_keys
from almandine.records.validation.checks import Check
from almandine.records.validation.validate import (
    Severity,
    ValidationProfile,
    rejection,
    validate,
)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Filter, rules and checks of a profile, compiled."""

    wants: Callable[[bytes], bool]
    normalize: Normalize
    validation: ValidationProfile
    matching: MatchProfile

    @classmethod
    def of(
        cls,
        *,
        filter_rules: str,
        rules: str,
        checks: Mapping[str, str],
        matching: MatchProfile,
    ) -> "Preparation":
        """Compile a profile.

        Args:
            filter_rules: Text of rules; empty for no filter.
            rules: Text of normalization rules; empty for none.
            checks: Names of checks, separated by commas, by severity.
            matching: By what records are matched.

        Raises:
            RuleError: where a text is no rule.
            ValueError: for a check that there is not.
        """
        return cls(
            compile_filter(filter_rules) if filter_rules else _wanted,
            compile_rules(rules) if rules else _as_it_is,
            ValidationProfile(dict(_severities(checks))),
            matching,
        )

    def __call__(self, raw: bytes) -> Arrival | Decision[Bib]:
        """Return what is matched, or the decision against the record."""
        if not self.wants(raw):
            return Decision(Action.FILTERED)
        marc = self.normalize(raw)
        findings = validate(marc, self.validation)
        if wrong := rejection(findings):
            return Decision(Action.REJECTED, wrong)
        warnings = "; ".join(one.because for one in findings)
        return Arrival(marc, match_keys(marc, self.matching), warnings)


def _severities(checks: Mapping[str, str]) -> Iterator[tuple[Check, Severity]]:
    for severity, names in checks.items():
        for name in filter(None, map(str.strip, names.split(","))):
            yield Check(name), Severity(severity)


def _wanted(_raw: bytes) -> bool:
    return True


def _as_it_is(raw: bytes) -> bytes:
    return raw
