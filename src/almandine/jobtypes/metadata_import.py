"""Metadata Import: match the bibs of files with stored ones, and store what is to be.

Reads    MARC files from an endpoint, or one that was uploaded, a chunk at a time.
Writes   bibs, new ones and those that matched; a report with a line for each record.
Repeats  safe: the same file is skipped, and the same content changes nothing.
Source   JOBS A3: documented matching and handling; labels of the report are ours
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from almandine.engine.imports.intake import UPLOADS, Request, Source
from almandine.engine.jobtype import ImportJob, Param
from almandine.formats.marc_intake import MARC_INTAKE
from almandine.records.bib import Bib
from almandine.records.importing import handling
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.handling import (
    NoMatch,
    Policy,
    SeveralMatches,
    SingleMatch,
)
from almandine.records.importing.matching import MatchMethod, match_keys
from almandine.records.importing.merging import MergeMethod
from almandine.records.kind import Kind
from almandine.records.marc.fields import Record


@dataclass(frozen=True, slots=True)
class MetadataImport:
    """What the import profile says."""

    endpoint: Annotated[str, Param("endpoint", "Take files from", "endpoint")] = ""
    directory: Annotated[str, Param("directory", "Sub-directory")] = ""
    pattern: Annotated[str, Param("file_name_pattern", "File name pattern")] = ""
    upload: Annotated[str, Param("upload", "Uploaded files")] = ""
    """Id of an upload; the service gives it, and it goes before the endpoint."""
    resumes: Annotated[str, Param("resumes", "Run that is resumed")] = ""
    """Id of a run; the service gives it when its unresolved records are decided on."""
    match: Annotated[MatchMethod, Param("match_method", "Match by")] = MatchMethod.OCLC
    single: Annotated[SingleMatch, Param("single_match", "On a match")] = (
        SingleMatch.MERGE
    )
    none: Annotated[NoMatch, Param("no_match", "Without a match")] = NoMatch.IMPORT
    several: Annotated[
        SeveralMatches, Param("several_matches", "On several matches")
    ] = SeveralMatches.MANUAL
    merge: Annotated[MergeMethod, Param("merge_method", "Merge by")] = (
        MergeMethod.OVERLAY_ALL_BUT_LOCAL
    )
    source: Annotated[str, Param("source", "Source of former 001")] = ""
    suppress: Annotated[bool, Param("suppress", "Suppress new records")] = False
    delete: Annotated[bool, Param("delete", "Allow deletion")] = False
    skip: Annotated[bool, Param("skip_unresolved", "Skip unresolved records")] = False


def request(params: MetadataImport) -> Request:
    """Return where the files are."""
    if params.upload:
        return Request(Source(UPLOADS, params.upload))
    source = Source(params.endpoint, params.directory)
    return Request(source, params.pattern, params.resumes)


def prepare(raw: bytes, params: MetadataImport) -> Arrival | Decision[Bib]:
    """Make of a record what can be matched."""
    return Arrival(raw, match_keys(raw, params.match))


def policy(params: MetadataImport) -> Policy:
    """Return what the profile says of matches."""
    return Policy(
        single=params.single,
        none=params.none,
        several=params.several,
        merge=params.merge,
        source=params.source,
        suppress_new=params.suppress,
        deletes=params.delete,
    )


def decide(
    arrival: Arrival, existing: Sequence[Bib], params: MetadataImport
) -> Decision[Bib]:
    """Decide by how many records match."""
    return handling.decide(arrival, existing, policy(params))


def resolve(
    arrival: Arrival, chosen: Bib | None, params: MetadataImport
) -> Decision[Bib]:
    """Do what somebody decided."""
    return handling.resolve(arrival, chosen, policy(params))


def name_new(bib: Bib, mms_id: str, params: MetadataImport) -> Bib:
    """Put a new bib under its id."""
    return handling.name_new(bib, mms_id, params.source)


def number_of(raw: bytes) -> str:
    """Return the 001; empty where there is none."""
    return Record(raw).control("001") or ""


JOB_TYPE = ImportJob(
    name="metadata_import",
    title="Metadata Import",
    category="IMPORT",
    action="IMPORT/METADATA_IMPORT",
    kind=Kind.BIB,
    params=MetadataImport,
    request=request,
    intake=MARC_INTAKE,
    prepare=prepare,
    decide=decide,
    resolve=resolve,
    name_new=name_new,
    number_of=number_of,
    skips_unresolved=lambda params: params.skip,
)
