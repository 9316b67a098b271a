# Compiled as it is, where the set-up can: ADR 0033.
"""What is done to an incoming record before it is matched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision, MatchKey
from almandine.records.marc.rules import Normalize, compile_filter, compile_rules
from almandine.records.marc.structure import examined
from almandine.records.matching.match_keys import MatchProfile, match_keys
from almandine.records.merging.taking_in import is_deletion
from almandine.records.validation.validate import (
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
    for_others: MatchProfile | None
    """By what others find the record; None where all match alike."""
    prefers_valid: bool = False
    """Whether numbers that are invalid or cancelled count less than others."""

    @classmethod
    def of(
        cls,
        *,
        filter_rules: str,
        rules: str,
        validation: ValidationProfile,
        matching: MatchProfile,
        prefers_valid: bool,
    ) -> "Preparation":
        """Compile a profile.

        Args:
            filter_rules: Text of rules; empty for no filter.
            rules: Text of normalization rules; empty for none.
            validation: How grave each check is.
            matching: By what records are matched.
            prefers_valid: Whether invalid and cancelled numbers count less.

        Raises:
            RuleError: where a text is no rule.
        """
        return cls(
            compile_filter(filter_rules) if filter_rules else _wanted,
            compile_rules(rules) if rules else _as_it_is,
            validation,
            matching,
            matching.others,
            prefers_valid,
        )

    def __call__(self, raw: bytes) -> Arrival | Decision[Bib]:
        """Return what is matched, or the decision against the record."""
        if not self.wants(raw):
            return Decision(Action.FILTERED)
        marc = examined(self.normalize(raw))
        if isinstance(marc, str):
            return Decision(Action.REJECTED, marc)
        # Of a deletion little more comes than the number of what it deletes.
        findings = () if is_deletion(marc) else validate(marc, self.validation)
        if wrong := rejection(findings):
            return Decision(Action.REJECTED, wrong)
        warnings = "; ".join(one.because for one in findings)
        keys = match_keys(marc, self.matching)
        others = match_keys(marc, self.for_others) if self.for_others else ()
        return Arrival(marc, keys, warnings, self._doubtful(marc, keys), others)

    def _doubtful(self, marc: bytes, keys: Sequence[MatchKey]) -> frozenset[MatchKey]:
        if not self.prefers_valid:
            return frozenset()
        strict = replace(self.matching, disregards_invalid=True)
        return frozenset(keys).difference(match_keys(marc, strict))


def _wanted(_raw: bytes) -> bool:
    return True


def _as_it_is(raw: bytes) -> bytes:
    return raw
