"""What an import profile says of files, records and matches."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from almandine.engine.imports.intake import UPLOADS, Request, Source
from almandine.engine.imports.names import NamePattern
from almandine.engine.jobtype import Param
from almandine.engine.sub_directory import check_sub_directory
from almandine.records.bib import Bib
from almandine.records.importing import handling
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.handling import (
    NoMatch,
    Policy,
    SeveralMatches,
    SingleMatch,
)
from almandine.records.importing.inventory import Mappings
from almandine.records.importing.preparing import Preparation
from almandine.records.inventory.spelled import (
    holdings_mapping,
    items_mapping,
    portfolios_mapping,
)
from almandine.records.inventory.stock import Form
from almandine.records.matching.candidates import Candidate, remaining
from almandine.records.matching.match_keys import MatchProfile, Numbers
from almandine.records.matching.methods import MatchMethod
from almandine.records.merging.methods import MergeMethod
from almandine.records.validation.checks import Check
from almandine.records.validation.validate import Severity, ValidationProfile

Checks = tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ImportProfile:
    """The settings of a profile's import."""

    endpoint: Annotated[str, Param("endpoint", "Take files from", "endpoint")] = ""
    """Empty for a profile whose files are sent to the service."""
    directory: Annotated[
        str, Param("directory", "Sub-directory", check=check_sub_directory)
    ] = ""
    pattern: Annotated[
        str, Param("file_name_pattern", "File name pattern", check=NamePattern)
    ] = ""
    """Regular expression that the whole of a file's name fits; empty for any."""
    in_order: Annotated[bool, Param("files_in_order", "One file after another")] = True
    """By name; else they are worked at side by side."""
    filter: Annotated[str, Param("filter", "Import only what fits", "rule")] = ""
    """Rules; a record is imported where the `when` of one of them holds."""
    normalization: Annotated[str, Param("normalization", "Normalize by", "rule")] = ""
    reject: Annotated[Checks, Param("reject", "Checks that reject")] = ()
    warn: Annotated[Checks, Param("warn", "Checks that warn")] = ()
    ignore: Annotated[Checks, Param("ignore", "Checks that are left out")] = ()
    match: Annotated[MatchMethod, Param("match_method", "Match by")] = MatchMethod.OCLC
    serials: Annotated[
        MatchMethod | None, Param("serial_match_method", "Match serials by")
    ] = None
    """None where serials are matched as all others are."""
    prefix: Annotated[str, Param("match_prefix", "Prefix of system numbers")] = ""
    serial_prefix: Annotated[
        str, Param("serial_match_prefix", "Prefix of serials' system numbers")
    ] = ""
    """Empty where it is that of all others."""
    valid_only: Annotated[bool, Param("valid_only", "Disregard 019 and $z")] = False
    single: Annotated[SingleMatch, Param("single_match", "On a single match")] = (
        SingleMatch.MERGE
    )
    none: Annotated[NoMatch, Param("no_match", "Without a match")] = NoMatch.IMPORT
    several: Annotated[SeveralMatches, Param("several_matches", "On several")] = (
        SeveralMatches.MANUAL
    )
    prefer_valid: Annotated[
        bool, Param("prefer_valid", "Of several, disregard those by 019 and $z")
    ] = False
    form: Annotated[
        Form | None, Param("prefer_inventory", "Of several, prefer those with")
    ] = None
    unlinked: Annotated[
        bool, Param("disregard_community", "Of several, disregard community-linked")
    ] = False
    """Taken and without effect: no record here is linked to a community catalogue."""
    merge: Annotated[MergeMethod, Param("merge_method", "Merge by")] = (
        MergeMethod.OVERLAY_ALL_BUT_LOCAL
    )
    guard: Annotated[bool, Param("brief_guard", "Keep what is fuller")] = False
    """Whether a record that is briefer than its match leaves it alone."""
    keep_id: Annotated[bool, Param("keep_former_id", "Move 001 to 035")] = True
    holdings: Annotated[
        str, Param("holdings", "Holdings from", check=holdings_mapping)
    ] = ""
    """A tag and names with subfields, as `records.inventory.spelled` reads them."""
    items: Annotated[str, Param("items", "Items from", check=items_mapping)] = ""
    portfolios: Annotated[
        str, Param("portfolios", "Portfolios from", check=portfolios_mapping)
    ] = ""
    add_inventory: Annotated[
        bool, Param("add_inventory", "Add inventory to matched records")
    ] = True
    suppress: Annotated[bool, Param("suppress", "Suppress new records")] = False
    delete: Annotated[bool, Param("delete", "Allow deletion")] = False
    skip: Annotated[bool, Param("skip_unresolved", "Skip unresolved records")] = False
    upload: Annotated[str, Param("upload", "Uploaded file", own=True)] = ""
    """Id of an upload; the service gives it, and it goes before the endpoint."""
    resumes: Annotated[str, Param("resumes", "Run that is resumed", own=True)] = ""
    """Id of a run; the service gives it when its unresolved records are decided on."""


def request(profile: ImportProfile) -> Request:
    """Return where the files are."""
    if profile.upload:
        return Request(Source(UPLOADS, profile.upload))
    source = Source(profile.endpoint, profile.directory)
    return Request(source, profile.pattern, profile.resumes)


def prepare(raw: bytes, profile: ImportProfile) -> Arrival | Decision[Bib]:
    """Filter, normalize and validate a record, and find out what it is matched by."""
    return _preparation(profile)(raw)


def narrow(
    arrival: Arrival, candidates: Sequence[Candidate[Bib]], profile: ImportProfile
) -> Sequence[Candidate[Bib]]:
    """Return those of several matches that the profile's filters leave."""
    return remaining(
        candidates,
        doubtful=arrival.doubtful,
        preferred=profile.form,
        is_gone=handling.is_deleted,
    )


def decide(
    arrival: Arrival, existing: Sequence[Bib], profile: ImportProfile
) -> Decision[Bib]:
    """Decide by how many records match."""
    return handling.decide(arrival, existing, _policy(profile))


def resolve(
    arrival: Arrival, chosen: Bib | None, profile: ImportProfile
) -> Decision[Bib]:
    """Do what somebody decided: take this record, or none of those that match."""
    return handling.resolve(arrival, chosen, _policy(profile))


def name_new(bib: Bib, mms_id: str, profile: ImportProfile) -> Bib:
    """Put a new bib under its id."""
    return handling.name_new(bib, mms_id, _policy(profile))


@lru_cache
def _policy(profile: ImportProfile) -> Policy:
    return Policy(
        single=profile.single,
        none=profile.none,
        several=profile.several,
        merge=profile.merge,
        guard=profile.guard,
        moves_id=profile.keep_id,
        suppress_new=profile.suppress,
        mappings=Mappings(
            holdings_mapping(profile.holdings) if profile.holdings else None,
            items_mapping(profile.items) if profile.items else None,
            portfolios_mapping(profile.portfolios) if profile.portfolios else None,
        ),
        adds_inventory=profile.add_inventory,
        deletes=profile.delete,
    )


@lru_cache
def _preparation(profile: ImportProfile) -> Preparation:
    weighed = {
        Severity.REJECT: profile.reject,
        Severity.WARN: profile.warn,
        Severity.IGNORE: profile.ignore,
    }
    return Preparation.of(
        filter_rules=profile.filter,
        rules=profile.normalization,
        matching=MatchProfile(
            Numbers(profile.match, profile.prefix),
            Numbers(
                profile.serials or profile.match,
                profile.serial_prefix or profile.prefix,
            ),
            disregards_invalid=profile.valid_only,
            moves_id=profile.keep_id,
        ),
        prefers_valid=profile.prefer_valid,
        validation=ValidationProfile(
            {check: how for how, checks in weighed.items() for check in checks}
        ),
    )
