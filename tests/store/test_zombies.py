"""An export whose worker was frozen, overtaken, and thaws in the wrong moment."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import BinaryIO, Final

import pytest

from almandine.engine.execute import Worker
from almandine.engine.jobtype import Part
from almandine.engine.ports import Member, Packing, Workspace
from almandine.engine.run import Status
from almandine.records.bib import Bib
from store.jobs_for_tests import WRITE_ID, Nothing, writing
from store.newsstand import PUBLISH, Newsstand
from store.workshop import Workshop, bib_of

MEMBERS: Final = 65
SECONDS: Final = 20


@dataclass(frozen=True)
class Freezing:
    """A workspace in which a worker stops at one step until it is thawed."""

    workspace: Workspace
    step: str
    frozen: Event
    thawed: Event

    def _stop_at(self, step: str) -> None:
        if step == self.step:
            self.frozen.set()
            assert self.thawed.wait(SECONDS)

    @contextmanager
    def open_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        self._stop_at("before a part is opened")
        with self.workspace.open_part(run_id, part) as file:
            self._stop_at("after a part was opened")
            yield file
            self._stop_at("before a part is closed")

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        self._stop_at("before a file is made")
        return self.workspace.assemble(
            run_id, name, header=header, parts=parts, footer=footer
        )

    @contextmanager
    def read_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        with self.workspace.read_part(run_id, part) as file:
            yield file

    def pack(
        self,
        run_id: str,
        name: str,
        packing: Packing,
        member: Member,
        content: Iterable[bytes],
    ) -> tuple[int, str]:
        self._stop_at("before a file is made")
        return self.workspace.pack(run_id, name, packing, member, content)

    def path(self, run_id: str, name: str) -> Path:
        return self.workspace.path(run_id, name)

    def directory(self, run_id: str, name: str) -> Path:
        return self.workspace.directory(run_id, name)

    def sync(self, run_id: str, name: str) -> None:
        self.workspace.sync(run_id, name)

    def remove(self, run_id: str, name: str) -> None:
        self.workspace.remove(run_id, name)

    def drop_parts(self, run_id: str) -> None:
        self.workspace.drop_parts(run_id)

    def drop(self, run_id: str) -> None:
        self.workspace.drop(run_id)


@dataclass(frozen=True)
class Thawing(Freezing):
    """A workspace that lets the frozen worker go on, and end, before files are made."""

    zombie: Thread

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        self._let_it_end()
        return self.workspace.assemble(
            run_id, name, header=header, parts=parts, footer=footer
        )

    def pack(
        self,
        run_id: str,
        name: str,
        packing: Packing,
        member: Member,
        content: Iterable[bytes],
    ) -> tuple[int, str]:
        self._let_it_end()
        return self.workspace.pack(run_id, name, packing, member, content)

    def _let_it_end(self) -> None:
        self.thawed.set()
        self.zombie.join(SECONDS)


def write_ids(bibs: Sequence[Bib], _params: Nothing) -> Part:
    return Part("".join(each.mms_id for each in bibs).encode(), len(bibs))


def within(worker: Worker, workspace: Workspace) -> Worker:
    return replace(worker, bench=replace(worker.bench, workspace=workspace))


at_each_step = pytest.mark.parametrize(
    "step",
    [
        "before a part is opened",
        "after a part was opened",
        "before a part is closed",
        "before a file is made",
    ],
)


def overtaken(workshop: Workshop, run_id: str, step: str) -> list[Status | None]:
    """Have a worker freeze at a step, and another one carry the run to its end."""
    worker = workshop.at_bench()
    workspace, frozen, thawed = worker.bench.workspace, Event(), Event()
    outcomes: list[Status | None] = []
    freezing = within(worker, Freezing(workspace, step, frozen, thawed))
    zombie = Thread(target=lambda: outcomes.append(freezing.execute(run_id)))
    zombie.start()
    assert frozen.wait(SECONDS)
    thawing = within(worker, Thawing(workspace, "", frozen, thawed, zombie))
    outcomes.append(thawing.execute(run_id))
    return outcomes


@at_each_step
def test_a_worker_that_thaws_late_spoils_nothing(workshop: Workshop, step: str) -> None:
    workshop.know(writing(write_ids))
    run = workshop.submit(WRITE_ID, workshop.set_of_bibs(MEMBERS))
    outcomes = overtaken(workshop, run.run_id, step)
    members = [bib_of(number).mms_id for number in range(1, MEMBERS + 1)]
    assert outcomes == [None, Status.COMPLETED_SUCCESS]
    assert workshop.files_of(run.run_id) == {
        f"WRITTEN_{run.run_id}_1.txt": "".join(members).encode()
    }


@at_each_step
def test_what_a_worker_that_thaws_late_would_publish_is_not_stored(
    workshop: Workshop, step: str
) -> None:
    stand = Newsstand(workshop)
    stand.open()
    bibs = workshop.add_bibs(MEMBERS)
    workshop.clock.move(timedelta(minutes=20))
    run_id = workshop.submit(PUBLISH).run_id
    assert overtaken(workshop, run_id, step) == [None, Status.COMPLETED_SUCCESS]
    once = [(run_id, bib.mms_id) for bib in bibs]
    for table in ("issue", "published"):
        found = workshop.home.rows(f"SELECT run_id, mms_id FROM {table}")  # noqa: S608 - ours
        assert sorted(found, key=repr) == once
    assert stand.catch_up() == ([bib.mms_id for bib in bibs], [])
