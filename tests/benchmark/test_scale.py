"""The arithmetic of sizes, and the page that shows it."""

from dataclasses import fields, replace

import msgspec
import pytest
from bench.databases import POSTGRES
from bench.figures import Figures, JobRun, Load, Process
from bench.scale.arithmetic import demand, large_run, loads, storage, workers_asked
from bench.scale.day import HOUR, arrivals, sizes
from bench.scale.inputs import (
    DEFAULT,
    MEANING,
    MEASURED,
    Inputs,
    Job,
    measured,
    read_rows,
    rows,
)
from bench.scale.page import written

from contract.tree import ROOT

PAGE = ROOT / "docs" / "explain" / "scale.md"
INPUTS = Inputs()


def exported(*, workers: int = 1, is_half: bool = False) -> JobRun:
    """Return a run of 1,000 records in two seconds."""
    return JobRun(
        database=POSTGRES,
        workers=workers,
        job=Job.ISO,
        source="sample",
        records=1_000,
        members=1_000,
        is_half=is_half,
        seconds=2.0,
        wall=2.1,
        status="COMPLETED_SUCCESS",
        changed=0,
        looks=10,
        faults=[],
        processes=[
            Process(name="web", early=1, late=1, peak=1, cpu=0.05, series=[]),
            Process(name="worker 1", early=1, late=1, peak=1, cpu=1.5, series=[]),
        ],
        database_cpu=0.03,
        wal=None,
    )


def test_the_page_shows_what_follows_from_the_inputs_that_it_names() -> None:
    page = PAGE.read_text(encoding="utf-8")
    remedy = "write it anew: python -m bench.scale docs/explain/scale.md"
    assert written(page, read_rows(page)) == page, remedy


def test_what_the_page_concludes_follows_from_the_inputs_that_it_names() -> None:
    inputs = read_rows(PAGE.read_text(encoding="utf-8")).inputs
    found, sizes_on_disk = loads(inputs), storage(inputs)
    assert [each.part for each in found][:2] == ["web processes", "workers"]
    assert workers_asked(inputs) < 1
    assert sizes_on_disk.history_of_a_year > sizes_on_disk.records
    assert "its log" in {large_run(inputs, Job.CHANGE, n).limit for n in (32, 64)}


def test_every_input_is_explained() -> None:
    assert [each.name for each in fields(Inputs)] == list(MEANING)


def test_inputs_are_read_as_they_were_written() -> None:
    assert read_rows(rows(DEFAULT)) == DEFAULT


def test_a_page_that_lacks_an_input_is_refused() -> None:
    with pytest.raises(LookupError, match="reads"):
        read_rows(rows(DEFAULT).replace("`reads`", "`rods`"))


def test_what_was_measured_takes_the_place_of_what_was_assumed() -> None:
    load = Load(database=POSTGRES, records=1_000, seconds=1.0, size=6_000_000)
    figures = Figures(machine={}, loads=[load], jobs=[exported()])
    found = measured(DEFAULT, figures)
    changed = {name for name, origin in found.origins.items() if origin == MEASURED}
    assert changed == {"iso_rate", "iso_server", "read_web", "record_bytes"}
    assert found.inputs == replace(
        INPUTS, iso_rate=500, iso_server=30, read_web=5, record_bytes=6_000
    )


def test_several_workers_and_halves_say_nothing_about_one_worker() -> None:
    figures = Figures(machine={}, jobs=[exported(workers=2), exported(is_half=True)])
    assert measured(DEFAULT, figures).inputs.iso_rate == INPUTS.iso_rate


def test_what_a_run_costs_without_records_is_told_from_its_half() -> None:
    half = msgspec.structs.replace(exported(), is_half=True, members=500, seconds=1.1)
    figures = Figures(machine={}, jobs=[exported(), half])
    assert measured(DEFAULT, figures).inputs.run_overhead == 0.2


def test_a_run_is_faster_with_more_workers_until_the_server_is_full() -> None:
    inputs = replace(INPUTS, iso_rate=10_000, iso_server=100, server_cores=3)
    hours = [large_run(inputs, Job.ISO, workers) for workers in (1, 2, 4)]
    assert [each.limit for each in hours] == ["workers", "workers", "database server"]
    assert [each.hours * 3600 for each in hours] == pytest.approx(
        [10_000, 5_000, 10_000 / 3]
    )


def test_the_log_limits_changes_and_no_exports() -> None:
    inputs = replace(INPUTS, log_rate=1.0)
    assert large_run(inputs, Job.CHANGE, 64).limit == "its log"
    assert large_run(inputs, Job.XML, 64).limit == "workers"


def test_the_part_that_is_full_first_stands_first() -> None:
    found = loads(replace(INPUTS, log_rate=0.001))
    assert found[0].part == "its log"
    assert [each.share for each in found] == sorted(
        (each.share for each in found), reverse=True
    )


def test_twice_the_institutions_ask_for_twice_as_much() -> None:
    twice = replace(
        INPUTS, institutions=INPUTS.institutions * 2, records=INPUTS.records * 2
    )
    before, after = ({each.part: each for each in loads(it)} for it in (INPUTS, twice))
    assert all(
        after[part].share == pytest.approx(2 * before[part].share) for part in before
    )


def test_institutions_hold_all_records_and_differ_in_size() -> None:
    found = sizes(INPUTS)
    assert sum(found) == pytest.approx(INPUTS.records)
    assert found[0] > 10 * found[-1]


def test_the_day_that_is_simulated_asks_for_what_the_arithmetic_says() -> None:
    few = replace(INPUTS, institutions=200, records=20_000_000)
    busy = sum(each.work for run in arrivals(few) for each in run.ranges)
    asked = sum(demand(few, hour).workers for hour in range(24)) * HOUR
    assert busy == pytest.approx(asked, rel=0.1)


def test_the_same_seed_gives_the_same_day() -> None:
    few = replace(INPUTS, institutions=20, records=200_000)
    assert arrivals(few) == arrivals(few)
    assert arrivals(few) != arrivals(few, seed=2)
