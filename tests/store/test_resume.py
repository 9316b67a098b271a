"""Crashes at every point of a run: the result equals a calm run's.

Every trial is a copy of one prepared directory.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almandine.engine.run import Status
from databases.homes import Home
from store import crashes
from store.crashes import MEMBERS, Case, delivered, result_of
from store.jobs_for_tests import (
    expected_event,
    stamps_of,
)
from store.workshop import bib_of

STEPS_TO_TRY: Final = 34
"""More than the writing transactions of any of the runs."""


@pytest.fixture(scope="module")
def stamp_case(template: Home, tmp_path_factory: pytest.TempPathFactory) -> Case:
    home = template.copied(tmp_path_factory.mktemp("stamp") / "data")
    return crashes.stamp_case(home)


@pytest.fixture(scope="module")
def export_case(template: Home, tmp_path_factory: pytest.TempPathFactory) -> Case:
    home = template.copied(tmp_path_factory.mktemp("export") / "data")
    return crashes.export_case(home)


@pytest.fixture(scope="module")
def publish_case(template: Home, tmp_path_factory: pytest.TempPathFactory) -> Case:
    home = template.copied(tmp_path_factory.mktemp("publish") / "data")
    return crashes.publish_case(home)


@pytest.fixture(scope="module", params=["stamp_case", "export_case", "publish_case"])
def case(request: pytest.FixtureRequest, template: Home) -> Case:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def calm(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Any]:
    """Return what a run leaves that nothing interrupted."""
    with case.copied(tmp_path_factory.mktemp("calm") / "data") as site:
        case.carry_out(site)
        return result_of(site, case.run_id)


def test_every_transaction_of_a_run_is_tried(case: Case, tmp_path: Path) -> None:
    with case.copied(tmp_path / "data") as site:
        assert 15 <= case.transactions(site) <= STEPS_TO_TRY


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(STEPS_TO_TRY))
def test_a_crash_at_any_commit_changes_nothing_in_the_end(
    case: Case, calm: Sequence[Any], tmp_path: Path, at: int, *, committed: bool
) -> None:
    with case.copied(tmp_path / "data") as site:
        case.carry_out(site, (at, committed))
        assert result_of(site, case.run_id) == calm


def test_a_record_is_changed_once_however_often_the_process_dies(
    stamp_case: Case, tmp_path: Path
) -> None:
    dying = [(at, committed) for at in range(1, 6) for committed in (False, True)]
    numbers = range(1, MEMBERS + 1)
    with stamp_case.copied(tmp_path / "data") as site:
        status = stamp_case.carry_out(site, *dying)
        bibs = site.bibs([bib_of(number).mms_id for number in numbers])
        events = [event.record_id for event in site.events_of(stamp_case.run_id)]
    assert status is Status.COMPLETED_FAILED
    assert [stamps_of(each) for each in bibs] == [
        int(expected_event(number)[0] == "changed") for number in numbers
    ]
    assert events == [each.mms_id for each in bibs]


def test_a_crash_between_rename_and_commit_delivers_once(
    export_case: Case, tmp_path: Path
) -> None:
    with export_case.copied(tmp_path / "counted") as site:
        last = export_case.transactions(site) - 1
    with export_case.copied(tmp_path / "data") as site:
        export_case.carry_out(site, (last, False))
        names = [path.name for path in delivered(site)]
        recorded = [Path(path).name for _, path in site.deliveries()]
    stem = f"BIBLIOGRAPHIC_{export_case.run_id}"
    assert names == [f"{stem}_{number}.mrc" for number in (1, 2, 3)]
    assert sorted(recorded) == names


@given(
    sizes=st.tuples(st.integers(1, 40), st.integers(1, 80)),
    crashes=st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=4),
)
@settings(max_examples=10)
def test_resuming_equals_an_uninterrupted_run(
    case: Case,
    calm: Sequence[Any],
    tmp_path_factory: pytest.TempPathFactory,
    sizes: tuple[int, int],
    crashes: list[tuple[int, bool]],
) -> None:
    chunk_size, range_size = sizes
    sized = replace(case, chunk_size=chunk_size, range_size=range_size)
    with sized.copied(tmp_path_factory.mktemp("trial") / "data") as site:
        sized.carry_out(site, *crashes)
        assert result_of(site, case.run_id) == calm
