"""Metadata Import: match the bibs of files with stored ones, and store what is to be.

Reads    MARC files of an endpoint, or one that was sent to the service.
Writes   bibs, new ones and those that matched; a report with a line for each record.
Repeats  safe: the same file is skipped, and the same content changes nothing.
Source   the documented matching and handling; the labels of the report are ours
"""

from almandine.engine.imports import profile
from almandine.engine.imports.profile import ImportProfile
from almandine.engine.jobtype import ImportJob
from almandine.formats.marc_intake import MARC_INTAKE, number_of
from almandine.records.kind import Kind


def skips_unresolved(params: ImportProfile) -> bool:
    """Tell whether what nobody decided on is left out for good."""
    return params.skip


def in_order(params: ImportProfile) -> bool:
    """Tell whether a file waits until those before it are done."""
    return params.in_order


def weighs_stock(params: ImportProfile) -> bool:
    """Tell whether it counts what the library has of several matches."""
    return params.form is not None


JOB_TYPE = ImportJob(
    name="metadata_import",
    title="Metadata Import",
    category="IMPORT",
    action="IMPORT/METADATA_IMPORT",
    kind=Kind.BIB,
    params=ImportProfile,
    request=profile.request,
    intake=MARC_INTAKE,
    prepare=profile.prepare,
    narrow=profile.narrow,
    weighs_stock=weighs_stock,
    decide=profile.decide,
    resolve=profile.resolve,
    name_new=profile.name_new,
    number_of=number_of,
    skips_unresolved=skips_unresolved,
    in_order=in_order,
)
