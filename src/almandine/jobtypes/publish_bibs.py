"""Publish bibs: write what changed since the last run to files for another system.

Reads    bibs that changed, entered or left the set, and what belongs to them.
Writes   files of new and of deleted records; with their delivery, what was published.
Repeats  safe: what is out there already as it is now is not written again.
Source   observed reports, files and their names; the vendor's pages on publishing
"""

from collections.abc import Sequence

from almandine.engine.publishing.jobtype import PublishJob, Rendered, Title
from almandine.formats.published.profile import (
    PublishBibs,
    chosen_set,
    lay_out,
    made_with,
    needs,
    send,
)
from almandine.formats.published.records import render_title, write_records


def render(title: Title, params: PublishBibs) -> Rendered:
    """Return the title as receivers get it."""
    return render_title(title, params.looks)


def write(records: Sequence[bytes], params: PublishBibs) -> Sequence[bytes]:
    """Return what each record is in a file of the profile's format."""
    return write_records(records, is_xml=params.output_format.is_xml)


JOB_TYPE = PublishJob(
    name="publish_bibs",
    title="Publishing Platform Job {profile}",
    description="Publishing Platform Job",
    category="PUBLISHING",
    action="PUBLISHING/PUBLISH",
    params=PublishBibs,
    needs=needs,
    render=render,
    write=write,
    layout=lay_out,
    destination=send,
    set_id=chosen_set,
    made_with=made_with,
)
