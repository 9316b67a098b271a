"""Exports: their files, the ledger of them, and what is in them."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select

from almandine.engine.jobtype import Part
from almandine.engine.ports import Artifact
from almandine.engine.run import Counter, Event, Run, Status, Tally
from almandine.records.bib import Bib
from almandine.store.tables.records import bib as bib_table
from almandine.store.tables.runs import artifact, range_members, run_range
from databases.homes import Home
from store.jobs_for_tests import (
    STAMP_ID,
    WRITE_ID,
    Nothing,
    writing,
)
from store.workshop import EXPORT, NOON, Workshop, bib_of

BINARY = ("task_ExportBibParams_outputFormat_string", "ISO2709")


def ranges_left(site: Workshop) -> int:
    """Count what runs keep only while they work."""
    with site.app.database.reading() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (run_range, range_members)
        )


def ids(count: int) -> list[str]:
    return [bib_of(number).mms_id for number in range(1, count + 1)]


def drop_bib(site: Workshop, mms_id: str) -> None:
    with site.app.database.writing() as connection:
        connection.execute(delete(bib_table).where(bib_table.c.mms_id == mms_id))


def stamped(site: Workshop, count: int = 65) -> Run:
    """Submit the stamping job over some bibs."""
    return site.submit(STAMP_ID, site.set_of_bibs(count))


class TestExport:
    """Files, their ledger, and their content."""

    def test_one_file_holds_all_records_in_the_order_of_the_set(
        self, workshop: Workshop
    ) -> None:
        content = b"".join(bib_of(number).marc for number in range(1, 66))
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(65), [BINARY])
        workshop.at_bench().execute(submitted.run_id)
        name = f"BIBLIOGRAPHIC_{submitted.run_id}_1.mrc"
        with workshop.store.read() as tx:
            made = tx.artifacts.of(submitted.run_id)
        sha256 = hashlib.sha256(content).hexdigest()
        assert made == [Artifact(name, len(content), sha256, 65)]
        assert workshop.files_of(submitted.run_id) == {name: content}

    def test_files_hold_no_more_records_than_asked_for(
        self, workshop: Workshop
    ) -> None:
        limit = ("task_ExportBibParams_maxSize_string", "20")
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(50), [BINARY, limit])
        workshop.at_bench().execute(submitted.run_id)
        stem = f"BIBLIOGRAPHIC_{submitted.run_id}"
        marc = [bib_of(number).marc for number in range(1, 51)]
        with workshop.store.read() as tx:
            records = [each.records for each in tx.artifacts.of(submitted.run_id)]
        assert records == [20, 20, 10]
        assert workshop.files_of(submitted.run_id) == {
            f"{stem}_1.mrc": b"".join(marc[:20]),
            f"{stem}_2.mrc": b"".join(marc[20:40]),
            f"{stem}_3.mrc": b"".join(marc[40:]),
        }

    def test_the_report_names_the_files(self, workshop: Workshop) -> None:
        submitted = workshop.submit(EXPORT, workshop.set_of_bibs(5))
        status = workshop.worker.execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.counters[0]) == (
            Status.COMPLETED_SUCCESS,
            Counter(
                "c.jobs.bibExport.link",
                "Link to exported records",
                f"BIBLIOGRAPHIC_{submitted.run_id}",
            ),
        )

    def test_a_file_is_kept_for_as_long_as_the_site_says(self, home: Home) -> None:
        site = Workshop(home, artifact_retention=timedelta(days=2))
        submitted = site.submit(EXPORT, site.set_of_bibs(5))
        site.worker.execute(submitted.run_id)
        with site.app.database.reading() as connection:
            until = connection.execute(select(artifact.c.expires_at)).scalar_one()
        site.close()
        assert until == NOON + timedelta(days=2)

    def test_a_member_that_was_deleted_is_missing_in_the_file(
        self, workshop: Workshop
    ) -> None:
        set_id = workshop.set_of_bibs(3)
        drop_bib(workshop, bib_of(2).mms_id)
        submitted = workshop.submit(EXPORT, set_id, [BINARY])
        workshop.worker.execute(submitted.run_id)
        assert workshop.run_of(submitted.run_id).tally == Tally(changed=2, failed=1)
        assert list(workshop.files_of(submitted.run_id).values()) == [
            bib_of(1).marc + bib_of(3).marc
        ]
        assert workshop.events_of(submitted.run_id) == [
            Event(bib_of(2).mms_id, "failed", "no longer exists")
        ]

    def test_an_export_that_breaks_fails_and_leaves_no_file(
        self, workshop: Workshop
    ) -> None:
        def render(_bibs: Sequence[Bib], _params: Nothing) -> Part:
            raise OSError("no space left on device")

        workshop.know(writing(render))
        submitted = workshop.submit(WRITE_ID, workshop.set_of_bibs(5))
        status = workshop.worker.execute(submitted.run_id)
        ended = workshop.run_of(submitted.run_id)
        assert (status, ended.alert, workshop.files_of(submitted.run_id)) == (
            Status.FAILED,
            "alert_general_error",
            {},
        )
