"""`almandine import`: a file of records, by the rules of a profile."""

import shutil
from pathlib import Path

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.listings import as_json
from almandine.cli.places import Site, at_institution
from almandine.cli.running import follow_and_report, warn_of_idleness
from almandine.cli.user import user
from almandine.engine.imports.upload import (
    Upload,
    check_name,
    import_job,
    submit_upload,
)
from almandine.engine.run import Origin, Run


@click.command("import")
@argument(
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@option("--profile", required=True, metavar="CODE", help="Code or id of the profile.")
@option("--wait", is_flag=True, help="Stay until it has ended; then report.")
@as_json
@at_institution
def import_file(
    site: Site, file: Path, profile: str, *, wait: bool, json_wanted: bool
) -> None:
    """Import FILE by the rules of a profile, and print the id of the run.

    The file is copied into the data directory first. With --wait, exits with 0 on
    success, 3 when the run ended with errors, 4 when it was refused.

    Example: almandine import new-books.mrc --profile VENDOR --wait
    """
    run = _submitted(site, file, profile)
    if wait:
        follow_and_report(site, run, json_wanted=json_wanted)
    click.echo(run.run_id)
    warn_of_idleness(site)


def _submitted(site: Site, file: Path, profile: str) -> Run:
    check_name(file.name)
    with site.store.read() as tx:
        job = import_job(profile, tx, site.app.catalogue)
    uploads, upload_id = site.app.uploads_of(site.code), site.app.env.new_id()
    with uploads.receive(upload_id, file.name) as copy, file.open("rb") as original:
        shutil.copyfileobj(original, copy)
    upload = Upload(
        upload_id=upload_id, job_id=job.job_id, origin=Origin.UI, submitted_by=user()
    )
    try:
        return submit_upload(
            upload,
            store=site.store,
            catalogue=site.app.catalogue,
            limits=site.app.services().limits,
        ).run
    except BaseException:
        uploads.drop(upload_id)
        raise
