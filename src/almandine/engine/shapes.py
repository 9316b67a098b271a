"""The shapes of job type that the engine runs, and how it works with each."""

from typing import Any, cast

from almandine.engine.imports.chunk import Importing
from almandine.engine.jobtype import ExportJob, ImportJob, JobType, RecordJob
from almandine.engine.work import Changing, Exporting, Shape

WorkingType = RecordJob[Any, Any] | ExportJob[Any, Any] | ImportJob[Any, Any]
"""The shapes that the engine runs."""


def working_type(job_type: JobType[Any]) -> WorkingType:
    """Return the job type as one of the shapes that the engine runs.

    Raises:
        TypeError: for another shape.
    """
    if isinstance(job_type, RecordJob | ExportJob | ImportJob):
        return cast("WorkingType", job_type)
    raise TypeError(f"{job_type.name}: the engine does not run this shape yet")


def shape_of(job_type: WorkingType, params: object) -> Shape:
    """Return how to work with a job type."""
    if isinstance(job_type, RecordJob):
        return Changing(job_type, params)
    if isinstance(job_type, ImportJob):
        return Importing(job_type, params)
    return Exporting(job_type, params)
