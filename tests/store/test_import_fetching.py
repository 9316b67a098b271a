"""Imports that are fetching their files, and are asked to stop, or hear nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from almandine.engine.execute import Worker
from almandine.engine.imports.intake import Source
from almandine.engine.imports.line import FileState
from almandine.engine.ports import CollectFailed, Collector, NobodyAnswered, Offer
from almandine.engine.run import Run, Status
from store.importing import (
    IMPORT,
    add_profile,
    all_bibs,
    counters,
    import_now,
    put,
    stop,
    vendor_records,
)
from store.workshop import Workshop

SILENT: Final = NobodyAnswered("the server did not answer in time")
REFUSED: Final = CollectFailed("the server refused: 550 no")


@dataclass
class Vendor:
    """A source of files; something happens before some of them are brought."""

    collector: Collector
    before: Mapping[str, Callable[[], object]]
    """By the name of the file."""
    asked: list[str] = field(default_factory=list[str])

    def list(self, source: Source) -> Sequence[Offer]:
        return self.collector.list(source)

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        self.asked.append(offer.name)
        self.before.get(offer.name, lambda: None)()
        self.collector.fetch(source, offer, to)


def raising(wrong: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise wrong

    return fail


def add_files(workshop: Workshop, names: str) -> None:
    directory = add_profile(workshop)
    for number, name in enumerate(names):
        put(directory, name, vendor_records([number]))


def worker_of(
    workshop: Workshop, before: Mapping[str, Callable[[], object]]
) -> tuple[Worker, Vendor]:
    worker = workshop.at_bench()
    vendor = Vendor(worker.bench.collector, before)
    return replace(worker, bench=replace(worker.bench, collector=vendor)), vendor


def fates(workshop: Workshop, run: Run) -> Sequence[tuple[str, FileState, str]]:
    with workshop.store.read() as tx:
        files = tx.imports.files(run.run_id)
    return [(each.name, each.state, each.because) for each in files]


def test_who_is_asked_to_stop_fetches_no_further_file(workshop: Workshop) -> None:
    add_files(workshop, "abc")
    run = workshop.submit(IMPORT)
    worker, vendor = worker_of(workshop, {"b": lambda: stop(workshop, run)})
    assert worker.execute(run.run_id) is Status.USER_ABORTED
    assert vendor.asked == ["a", "b"]
    assert not all_bibs(workshop)
    assert counters(import_now(workshop))["imported"] == "3"


def test_who_is_to_leave_lets_another_one_fetch(workshop: Workshop) -> None:
    add_files(workshop, "abc")
    run = workshop.submit(IMPORT)
    worker, vendor = worker_of(workshop, {})
    leaving = replace(worker.bench, is_leaving=lambda: vendor.asked == ["a"])
    assert replace(worker, bench=leaving).execute(run.run_id) is None
    assert vendor.asked == ["a"]
    called = [str(row[0]).rpartition("/")[2] for row in workshop.home.queued()]
    assert workshop.at_bench().execute(run.run_id, max(map(int, called)))
    assert counters(workshop.run_of(run.run_id))["imported"] == "3"


def test_what_is_silent_twice_in_a_row_is_not_asked_again(workshop: Workshop) -> None:
    add_files(workshop, "abcde")
    run = workshop.submit(IMPORT)
    worker, vendor = worker_of(workshop, dict.fromkeys("bcde", raising(SILENT)))
    assert worker.execute(run.run_id) is Status.COMPLETED_FAILED
    assert vendor.asked == ["a", "b", "c"]
    given_up = [(name, FileState.FAILED, str(SILENT)) for name in "bcde"]
    assert fates(workshop, run) == [("a", FileState.HANDLED, ""), *given_up]
    again = counters(import_now(workshop))
    assert (again["files.skipped"], again["imported"]) == ("1", "4")


def test_what_answers_in_between_is_asked_for_each_file(workshop: Workshop) -> None:
    add_files(workshop, "abcdef")
    run = workshop.submit(IMPORT)
    silent = dict.fromkeys("ace", raising(SILENT))
    worker, vendor = worker_of(workshop, {**silent, "b": raising(REFUSED)})
    worker.execute(run.run_id)
    assert vendor.asked == list("abcdef")
    assert counters(workshop.run_of(run.run_id))["imported"] == "2"
