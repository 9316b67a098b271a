"""Imports that are broken off: what they have done by then is told, and stays."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

import pytest

from almandine.engine.execute import Worker
from almandine.engine.imports.line import FileState
from almandine.engine.imports.populations import populations_of
from almandine.engine.ports import Workspace
from almandine.engine.report import ALERT_ERROR
from almandine.engine.run import Run, Status
from almandine.jobtypes.metadata_import import JOB_TYPE
from databases.homes import Home
from store.crashes import Case, Crash, opened
from store.importing import (
    IMPORT,
    add_profile,
    all_bibs,
    counters,
    import_now,
    lines,
    put,
    stop,
    vendor_records,
)
from store.workshop import Workshop

RECORDS: Final = 50
DONE: Final = 20
"""Records that are stored when it happens."""
TOLD: Final[Mapping[str, str]] = {
    "files.taken": "1",
    "records": "20",
    "TOTAL_RECORDS_IMPORTED": "20",
    "imported": "20",
}
STEPS_TO_TRY: Final = 6
"""As many as the writing transactions of an import that is broken off."""


@dataclass
class AtChunk:
    """Lets something happen before the n-th chunk, counted from the first file."""

    number: int
    act: Callable[[], object]
    seen: int = 0

    def __call__(self) -> bool:
        self.seen += 1
        if self.seen == self.number:
            self.act()
        return False


@dataclass
class NoRoom:
    """A workspace on a full disk."""

    workspace: Workspace

    def open_part(self, run_id: str, part: str) -> None:
        raise OSError(28, f"no room for {part} of {run_id}")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it has
        return getattr(self.workspace, name)


def fail(*_: object) -> bool:
    raise RuntimeError("a fault in the program")


def die() -> None:
    raise Crash


def interrupted_by(workshop: Workshop, act: Callable[[], object]) -> Worker:
    """Return a worker to whom something happens after `DONE` records."""
    worker = workshop.at_bench(chunk_size=10)
    # It is asked for the file, and for each chunk.
    bench = replace(worker.bench, is_leaving=AtChunk(2 + DONE // 10, act))
    return replace(worker, bench=bench)


def begun(workshop: Workshop) -> Run:
    put(add_profile(workshop), "new.mrc", vendor_records(range(1, RECORDS + 1)))
    return workshop.submit(IMPORT)


def report_of(workshop: Workshop, run: Run) -> Sequence[str]:
    """Return the rows of the report."""
    name = f"import_{run.run_id}_report.csv"
    return workshop.files_of(run.run_id)[name].decode().splitlines()[1:]


def test_an_import_that_is_stopped_tells_what_it_has_done(workshop: Workshop) -> None:
    run = begun(workshop)
    worker = interrupted_by(workshop, lambda: stop(workshop, run))
    assert worker.execute(run.run_id) is Status.USER_ABORTED
    ended = workshop.run_of(run.run_id)
    assert counters(ended) == TOLD
    assert ended.alert == ""
    assert len(report_of(workshop, run)) == len(lines(workshop, run)) == DONE
    assert len(all_bibs(workshop)) == DONE
    assert populations_of(ended)["IMPORTED"] == DONE
    with workshop.store.read() as tx:
        [members] = tx.imports.members(run.run_id, "IMPORTED")
    assert members == [bib.mms_id for bib in all_bibs(workshop)]


def test_an_import_that_fails_tells_what_it_has_done(workshop: Workshop) -> None:
    run = begun(workshop)
    assert interrupted_by(workshop, fail).execute(run.run_id) is Status.FAILED
    ended = workshop.run_of(run.run_id)
    assert (counters(ended), ended.alert) == (TOLD, ALERT_ERROR)
    assert len(report_of(workshop, run)) == DONE
    [note] = workshop.events_of(run.run_id)
    assert "a fault in the program" in note.message


def test_the_file_of_an_import_that_is_stopped_is_taken_again(
    workshop: Workshop,
) -> None:
    run = begun(workshop)
    interrupted_by(workshop, lambda: stop(workshop, run)).execute(run.run_id)
    with workshop.store.read() as tx:
        [file] = tx.imports.files(run.run_id)
    assert file.state is FileState.TAKEN
    told = counters(import_now(workshop))
    assert (told["unchanged"], told["imported"]) == (str(DONE), str(RECORDS - DONE))


def test_an_import_is_stopped_even_where_no_report_can_be_written(
    workshop: Workshop,
) -> None:
    run = begun(workshop)
    worker = interrupted_by(workshop, lambda: stop(workshop, run))
    full = cast("Workspace", NoRoom(worker.bench.workspace))
    worker = replace(worker, bench=replace(worker.bench, workspace=full))
    assert worker.execute(run.run_id) is Status.USER_ABORTED
    assert counters(workshop.run_of(run.run_id)) == TOLD
    [note] = workshop.events_of(run.run_id)
    assert "no room for report.csv" in note.message
    assert not workshop.files_of(run.run_id)


def test_another_worker_stores_nothing_once_an_import_is_broken_off(
    workshop: Workshop,
) -> None:
    run = begun(workshop)

    def go_on_elsewhere() -> None:
        interrupted_by(workshop, fail).execute(run.run_id)

    assert interrupted_by(workshop, go_on_elsewhere).execute(run.run_id) is None
    assert workshop.status_of(run.run_id) is Status.FAILED
    told = counters(workshop.run_of(run.run_id))
    assert (
        told["records"]
        == str(len(lines(workshop, run)))
        == str(len(all_bibs(workshop)))
    )


@pytest.fixture(scope="module", params=["stopped", "failed"])
def case(
    request: pytest.FixtureRequest,
    template: Home,
    tmp_path_factory: pytest.TempPathFactory,
) -> Case:
    """Prepare an import that died amid its records, and is to be broken off next."""
    home = template.copied(tmp_path_factory.mktemp("import") / "data")
    with opened(home) as site:
        run = begun(site)
        with suppress(Crash):
            interrupted_by(site, die).execute(run.run_id)
        if request.param == "stopped":
            stop(site, run)
            return Case(home, run.run_id)
    return Case(home, run.run_id, (replace(JOB_TYPE, weighs_stock=fail),))


def result_of(site: Workshop, run_id: str) -> Sequence[Any]:
    run: Run = replace(site.run_of(run_id), attempt=0, shards=0, carrier=0)
    told = site.events_of(run_id)
    return run, lines(site, run), site.files_of(run_id), all_bibs(site), told


def test_every_transaction_of_breaking_off_is_tried(case: Case, tmp_path: Path) -> None:
    with case.copied(tmp_path / "data") as site:
        assert 3 <= case.transactions(site) <= STEPS_TO_TRY


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(STEPS_TO_TRY))
def test_an_import_that_dies_as_it_is_broken_off_ends_as_a_calm_one(
    case: Case,
    tmp_path: Path,
    at: int,
    committed: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with case.copied(tmp_path / "calm") as site:
        case.carry_out(site)
        calm = result_of(site, case.run_id)
    assert counters(calm[0]) == TOLD
    with case.copied(tmp_path / "data") as site:
        case.carry_out(site, (at, committed))
        assert result_of(site, case.run_id) == calm
