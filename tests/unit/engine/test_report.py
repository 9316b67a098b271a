from collections.abc import Sequence
from dataclasses import dataclass, replace

from almandine.engine.jobtype import ExportJob, Layout, Part, RecordJob
from almandine.engine.outcome import Unchanged
from almandine.engine.report import Made, Report, report
from almandine.engine.run import Counter, Status, Tally
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from unit.engine.test_run import RUN


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


def leave(_bib: Bib, _params: Nothing) -> Unchanged:
    return Unchanged("as asked")


def write_nothing(_bibs: Sequence[Bib], _params: Nothing) -> Part:
    return Part(b"", 0)


CHANGING = RecordJob(
    name="change",
    title="Change",
    category="INFORMATION_UPDATE",
    params=Nothing,
    kind=Kind.BIB,
    apply=leave,
    changed_label="Bibs hidden",
)
EXPORTING = ExportJob(
    name="export",
    title="Export",
    category="EXPORT",
    params=Nothing,
    kind=Kind.BIB,
    render=write_nothing,
    layout=lambda _params: Layout("BIBLIOGRAPHIC", "xml"),
    destination=lambda _params: None,
    link_counter=("c.jobs.bibExport.link", "Link to exported records"),
)


def test_a_record_job_counts_changed_unchanged_failed_and_processed() -> None:
    run = replace(RUN, members=6, tally=Tally(changed=4, unchanged=2))
    assert report(CHANGING, run, Made()) == Report(
        Status.COMPLETED_SUCCESS,
        "alert_general_success",
        (
            Counter("almandine.records.changed", "Bibs hidden", "4"),
            Counter("almandine.records.unchanged", "Records unchanged", "2"),
            Counter("almandine.records.failed", "Records failed", "0"),
            Counter("almandine.records.processed", "Records processed", "6"),
        ),
    )


def test_one_failed_record_makes_a_run_completed_with_errors() -> None:
    run = replace(RUN, members=2, tally=Tally(changed=1, failed=1))
    end = report(CHANGING, run, Made())
    assert (end.status, end.alert) == (
        Status.COMPLETED_FAILED,
        "alert_general_error_with_failed_number",
    )


def test_an_export_names_the_link_first_and_counts_its_files() -> None:
    run = replace(RUN, members=5, tally=Tally(changed=5))
    end = report(EXPORTING, run, Made("BIBLIOGRAPHIC_1", 2))
    assert end.counters == (
        Counter("c.jobs.bibExport.link", "Link to exported records", "BIBLIOGRAPHIC_1"),
        Counter("almandine.records.exported", "Records exported", "5"),
        Counter("almandine.records.repaired", "Records exported with repairs", "0"),
        Counter("almandine.records.files", "Files", "2"),
        Counter("almandine.records.failed", "Records failed", "0"),
        Counter("almandine.records.processed", "Records processed", "5"),
    )


def test_records_written_with_a_loss_make_a_warning() -> None:
    run = replace(RUN, members=5, tally=Tally(changed=5, repaired=1))
    end = report(EXPORTING, run, Made("BIBLIOGRAPHIC_1", 1))
    assert end.status is Status.COMPLETED_WARNING


def test_a_failed_delivery_is_told_in_the_words_receivers_look_for() -> None:
    run = replace(RUN, members=5, tally=Tally(changed=5))
    end = report(EXPORTING, run, Made("BIBLIOGRAPHIC_1", 1, "connection refused"))
    assert end.status is Status.COMPLETED_FAILED
    assert end.counters[-1] == Counter(
        "FTP has failed.", "", "Download zip file for manual FTP."
    )
