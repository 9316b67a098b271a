"""The tables of jobs, and what they must not hide."""

from pathlib import Path

import msgspec
from bench.figures import Figures, JobRun, Process, read_figures
from bench.job_tables import tables
from bench.outcomes import faults_of
from bench.processes import thinned

WORKERS = [
    Process(name="web", early=100, late=101, peak=102, cpu=0.1, series=[(0.5, 101.0)]),
    Process(name="worker 1", early=90, late=91, peak=92, cpu=1, series=[]),
    Process(name="worker 2", early=80, late=81, peak=150, cpu=1, series=[]),
]
RUN = JobRun(
    database="SQLite",
    workers=2,
    job="suppress",
    source="sample",
    records=1_000,
    members=1_000,
    is_half=False,
    seconds=2.0,
    wall=4.0,
    status="COMPLETED_SUCCESS",
    changed=None,
    looks=10,
    faults=[],
    processes=WORKERS,
    database_cpu=None,
    wal=None,
)


def changed(**fields: object) -> JobRun:
    return msgspec.structs.replace(RUN, **fields)


def wrong(run: JobRun) -> tuple[str, ...]:
    return tables([run], [], {}, ())[0].faults


def test_a_run_that_went_well_has_no_fault() -> None:
    assert wrong(RUN) == ()


def test_a_run_that_did_not_end_well_is_wrong() -> None:
    assert wrong(changed(status="COMPLETED_FAILED")) == (
        "suppress, SQLite, workers: 2: it ended as COMPLETED_FAILED",
    )


def test_a_run_that_ended_with_a_warning_did_its_work() -> None:
    assert wrong(changed(status="COMPLETED_WARNING")) == ()


def test_records_that_an_export_changed_are_wrong() -> None:
    assert wrong(changed(changed=3)) == (
        "suppress, SQLite, workers: 2: 3 records are not as they were loaded",
    )


def test_progress_may_stand_still_and_rise_to_the_whole() -> None:
    assert list(faults_of([0.0, 0.0, 40.0, 100.0])) == []


def test_progress_that_falls_is_wrong() -> None:
    assert list(faults_of([50.0, 40.0, 100.0])) == ["progress fell from 50 to 40 %"]


def test_progress_above_the_whole_is_wrong() -> None:
    assert "progress showed 101 %" in faults_of([101.0, 101.0])


def test_progress_that_ends_before_the_whole_is_wrong() -> None:
    assert list(faults_of([99.0])) == ["progress ended at 99 %"]


def test_each_worker_shows_its_own_memory() -> None:
    (row,) = tables([RUN], [], {}, ())[1].rows
    assert row[3:7] == ("90, 80", "91, 81", "92, 150", 102)


def test_twice_the_records_that_take_too_long_are_marked() -> None:
    half = changed(is_half=True, members=500, seconds=0.5)
    (row,) = tables([half, RUN], [], {}, ())[3].rows
    assert row[-1] == "4.00 (!)"


def test_the_rate_stands_beside_that_of_a_peer() -> None:
    rates = {("suppress", "pymarc 5.4.0"): [100.0, 100.0]}
    almandine, peer = tables([RUN], [], rates, ())[0].rows
    assert (almandine[5], peer[1]) == (5.0, "pymarc 5.4.0, conversion only")


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    figures = Figures(machine={"memory": "25 GB"}, jobs=[RUN])
    figures.write(tmp_path / "figures.json")
    assert read_figures(tmp_path / "figures.json") == figures


def test_a_thinned_series_keeps_its_peak() -> None:
    series = [(float(second), 100.0) for second in range(10_000)]
    series[5_001] = (5_001.0, 180.0)
    found = thinned(series)
    assert len(found) < 500
    assert max(mb for _, mb in found) == 180.0
