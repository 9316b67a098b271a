"""Import a file that was sent to the service, by the rules of a profile."""

from dataclasses import dataclass
from typing import Final

from almandine.engine.catalogue import Catalogue
from almandine.engine.job import Job
from almandine.engine.jobtype import ImportJob
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Origin
from almandine.engine.submit import Submission, Submitted, submit
from almandine.engine.thresholds import Limits
from almandine.faults import InvalidParameter, Refused, UnknownProfile

IMPORT: Final = "IMPORT"
"""The type of import profiles."""
UPLOAD: Final = "upload"
"""The parameter of import jobs that names an upload."""

_LONGEST: Final = 200
"""Bytes of a file name; file systems have room for 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that lies where uploads do."""

    upload_id: str
    job_id: str
    origin: Origin
    submitted_by: str
    submitted_by_name: str = ""


def import_job(profile_id: str, tx: Tx, catalogue: Catalogue) -> Job:
    """Return the job that imports files of a profile.

    Raises:
        Refused: with `UnknownProfile` where no profile has the id or the code, or
            nothing is imported by it.
    """
    known = {
        name: profile.profile_id
        for profile in tx.configuration.profiles()
        for name in (profile.code, profile.profile_id)
    }
    if profile_id in known:
        of_profile = known[profile_id]
        for job in tx.jobs.page(job_class=None, category=None, profile_id=of_profile):
            if isinstance(catalogue.type_of(job), ImportJob):
                return job
    raise Refused(UnknownProfile(profile_id))


def check_name(name: str) -> None:
    """Raise unless a file can be called so, wherever it is put.

    Raises:
        Refused: with `InvalidParameter`.
    """
    odd = not name.isprintable() or "/" in name or "\\" in name
    if odd or name.startswith(".") or not 0 < len(name.encode()) <= _LONGEST:
        allowed = f"a file name of 1 to {_LONGEST} bytes without / and \\, no dot first"
        raise Refused(InvalidParameter("name", name[:_LONGEST], allowed))


def submit_upload(
    upload: Upload, *, store: Store, catalogue: Catalogue, limits: Limits
) -> Submitted:
    """Queue the import of an uploaded file.

    Raises:
        Refused: as any submission of the profile's job.
    """
    submission = Submission(
        job_id=upload.job_id,
        op="run",
        read_parameters=lambda: (),
        origin=upload.origin,
        submitted_by=upload.submitted_by,
        submitted_by_name=upload.submitted_by_name,
        added=((UPLOAD, upload.upload_id),),
    )
    return submit(submission, store=store, catalogue=catalogue, limits=limits)
