"""The list of runs in our own API, asked of the whole service."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from almandine.engine.ports import Store
from almandine.engine.run import Run, Status
from almandine.http.services import Services
from store.workshop import NOON, Workshop
from unit.engine.test_run import RUN
from unit.http.edge import Edge, Visitor, error_code

LIST = "/api/v1/runs"
MINUTE = timedelta(minutes=1)


@dataclass
class OverWorkshop(Edge):
    """An edge with the workshop's runs behind it."""

    workshop: Workshop | None = None

    def services(self) -> Services:
        return replace(super().services(), store_of=self._store_here)

    def _store_here(self, _institution: str) -> Store:
        assert self.workshop is not None
        return self.workshop.store


@pytest.fixture
def visitor(workshop: Workshop) -> Iterator[Visitor]:
    with OverWorkshop(workshop=workshop).visitor() as opened:
        yield opened


def run_at(minute: int) -> Run:
    """Return a run that has ended; every other one failed."""
    at = NOON + minute * MINUTE
    status = Status.FAILED if minute % 2 else Status.COMPLETED_SUCCESS
    return replace(RUN, run_id=str(minute), status=status, submitted_at=at, ended_at=at)


def add(workshop: Workshop, *runs: Run) -> None:
    with workshop.store.write() as tx:
        for each in runs:
            tx.runs.add(each)


def ids_of(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [run["run_id"] for run in page["runs"]]


def test_pages_follow_each_other_though_new_runs_come(
    workshop: Workshop, visitor: Visitor
) -> None:
    add(workshop, *(run_at(minute) for minute in range(5)))
    first = visitor.get(f"{LIST}?limit=2").json()
    add(workshop, run_at(5))
    second = visitor.get(f"{LIST}?limit=2&after={first['next']}").json()
    third = visitor.get(f"{LIST}?limit=2&after={second['next']}").json()
    pages = [ids_of(page) for page in (first, second, third)]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    assert (first["total"], third["total"], third["next"]) == (5, 6, None)


def test_a_page_that_ends_with_the_list_has_no_next_one(
    workshop: Workshop, visitor: Visitor
) -> None:
    add(workshop, run_at(0), run_at(1))
    assert visitor.get(f"{LIST}?limit=2").json()["next"] is None


def test_a_list_shows_what_fits_all_that_is_asked(
    workshop: Workshop, visitor: Visitor
) -> None:
    day_before = replace(run_at(1), run_id="old", submitted_at=NOON - 24 * 60 * MINUTE)
    add(workshop, run_at(0), run_at(1), replace(run_at(3), job_id="M1"), day_before)
    day = NOON.date()
    page = visitor.get(
        f"{LIST}?job={RUN.job_id}&status=FAILED&submitted_from={day}&submitted_to={day}"
    ).json()
    assert (ids_of(page), page["total"]) == (["1"], 1)


def test_after_a_run_newer_than_the_last_day_comes_the_last_day(
    workshop: Workshop, visitor: Visitor
) -> None:
    add(workshop, run_at(0), run_at(24 * 60))
    page = visitor.get(f"{LIST}?submitted_to={NOON.date()}&after={24 * 60}").json()
    assert ids_of(page) == ["0"]


def test_runs_that_go_on_are_listed_by_key_too(
    workshop: Workshop, visitor: Visitor
) -> None:
    going = [
        replace(run_at(minute), status=Status.RUNNING, ended_at=None)
        for minute in range(3)
    ]
    add(workshop, *going)
    page = visitor.get(f"{LIST}?status=RUNNING&limit=1&after=2").json()
    assert (ids_of(page), page["total"], page["next"]) == (["1"], 3, "1")


def test_no_list_goes_on_after_a_run_that_there_is_not(visitor: Visitor) -> None:
    answer = visitor.get(f"{LIST}?after=unknown")
    assert (answer.status_code, error_code(answer)) == (400, "402218")


@pytest.mark.parametrize(
    "query", ["limit=101", "limit=-1", "status=DONE", "submitted_from=yesterday"]
)
def test_what_means_nothing_is_refused(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"{LIST}?{query}").status_code == 400
