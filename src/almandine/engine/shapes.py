"""The shapes of job types that the engine runs, and how it works with each."""

from typing import Any, cast

from almandine.engine.export import Export, Product
from almandine.engine.imports.chunk import Importing
from almandine.engine.jobtype import ExportJob, ImportJob, JobType, RecordJob
from almandine.engine.ports import Tx
from almandine.engine.publishing.edition import Edition
from almandine.engine.publishing.jobtype import PublishJob
from almandine.engine.publishing.work import Publishing
from almandine.engine.run import Run
from almandine.engine.work import Bench, Changing, Exporting, Shape

WorkingType = (
    RecordJob[Any, Any] | ExportJob[Any, Any] | ImportJob[Any, Any] | PublishJob[Any]
)
"""The shapes that the engine runs."""


def working_type(job_type: JobType[Any]) -> WorkingType:
    """Return the job type as one of the shapes that the engine runs.

    Raises:
        TypeError: for another shape.
    """
    if isinstance(job_type, RecordJob | ExportJob | ImportJob | PublishJob):
        return cast("WorkingType", job_type)
    raise TypeError(f"{job_type.name}: the engine does not run this shape yet")


def shape_of(job_type: WorkingType, params: object, run: Run) -> Shape:
    """Return how to work through a range with a job type."""
    if isinstance(job_type, RecordJob):
        return Changing(job_type, params)
    if isinstance(job_type, ImportJob):
        return Importing(job_type, params)
    if isinstance(job_type, PublishJob):
        return Publishing(job_type, params, run.profile_id)
    return Exporting(job_type, params)


def product_of(
    job_type: ExportJob[Any, Any] | PublishJob[Any],
    params: object,
    run: Run,
    tx: Tx,
    bench: Bench,
) -> Product:
    """Return what a run that writes files has made."""
    spans, now = tx.ranges.of(run.run_id), tx.now()
    if isinstance(job_type, PublishJob):
        zone = tx.configuration.institution().timezone
        return Edition(run, job_type, params, spans, now, zone, bench)
    return Export(run, job_type, params, spans, now, bench)
