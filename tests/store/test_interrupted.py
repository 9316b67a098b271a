"""Runs of a restored backup: whatever they had come to, they end as calm ones do.

A crash at every commit of a run is what a backup may find. The files are gone then.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pytest

from almandine.engine.interrupted import Interrupted, resume
from almandine.engine.ports import Queue
from almandine.engine.run import NOTHING_DONE, UNFINISHED, Event, Status, Tally
from databases.homes import Home
from store.crashes import Crash, CrashingStore, opened
from store.jobs_for_tests import STAMP_ID, expected_event, stamping, stamps_of
from store.workshop import EXPORT, NOON, Workshop, bib_of

MEMBERS: Final = 35
LAST: Final = {STAMP_ID: 15, EXPORT: 20}
"""The last commit that leaves the run unfinished."""
FIRST_CHUNK: Final = 9
"""The commit of the stamped bibs' first chunk."""
BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
TO_ROBOT: Final = ("task_ExportParams_ftpConfig_string", "robot")


class Remembering:
    """A queue that remembers what was put into it."""

    def __init__(self) -> None:
        self.places: list[tuple[str, int]] = []

    def put(self, run_id: str, shard: int = 0) -> None:
        self.places.append((run_id, shard))

    def others_wait(self, run_id: str) -> bool:  # noqa: ARG002 - the port's
        return False

    def has(self, run_id: str) -> bool:  # noqa: ARG002 - the port's
        return False


@pytest.fixture
def site(home: Home) -> Iterator[Workshop]:
    with opened(home) as workshop:
        workshop.know(stamping())
        workshop.add_endpoint("robot", "robot")
        yield workshop


def submitted(site: Workshop, job_id: str) -> str:
    to = [BINARY, TO_ROBOT] if job_id == EXPORT else []
    return site.submit(job_id, site.set_of_bibs(MEMBERS), to).run_id


def cut_off(site: Workshop, run_id: str, at: int) -> None:
    """Carry a run out up to a commit, counted from 0, and lose its files."""
    with suppress(Crash):
        store = CrashingStore(site.store, at, committed=True)
        site.at_bench(store=store).execute(run_id)
    site.app.workspace_of(site.institution).drop(run_id)


def resumed(site: Workshop, run_id: str, queue: Queue | None = None) -> Interrupted:
    with site.store.write() as tx:
        tx.queue = queue or Remembering()
        return resume(run_id, tx, site.worker.job_types, NOON)


def carry_on(site: Workshop, run_id: str) -> Status | None:
    """Carry a resumed run out, in the place that was made for it."""
    return site.at_bench().execute(run_id, site.run_of(run_id).carrier)


def ids() -> list[str]:
    return [bib_of(number).mms_id for number in range(1, MEMBERS + 1)]


@pytest.mark.parametrize("at", range(LAST[STAMP_ID] + 1))
def test_a_record_job_changes_every_record_once_wherever_it_was(
    site: Workshop, at: int
) -> None:
    run_id = submitted(site, STAMP_ID)
    cut_off(site, run_id, at)
    resumed(site, run_id)
    carry_on(site, run_id)
    expected = [expected_event(number) for number in range(1, MEMBERS + 1)]
    events = [e for e in site.events_of(run_id) if e.outcome != "note"]
    assert site.run_of(run_id).tally == Tally(24, 6, 5)
    assert [(e.record_id, e.outcome, e.message) for e in events] == [
        (mms_id, *told) for mms_id, told in zip(ids(), expected, strict=True)
    ]
    assert [stamps_of(each) for each in site.bibs(ids())] == [
        int(outcome == "changed") for outcome, _ in expected
    ]


@pytest.mark.parametrize("at", range(LAST[EXPORT] + 1))
def test_an_export_makes_and_delivers_its_file_once_wherever_it_was(
    site: Workshop, at: int
) -> None:
    run_id = submitted(site, EXPORT)
    cut_off(site, run_id, at)
    resumed(site, run_id)
    ended = carry_on(site, run_id)
    file = b"".join(bib.marc for bib in site.bibs(ids()))
    delivered = [each.read_bytes() for each in (site.directory / "robot").iterdir()]
    assert (ended, site.run_of(run_id).tally) == (
        Status.COMPLETED_SUCCESS,
        Tally(changed=MEMBERS),
    )
    assert list(site.files_of(run_id).values()) == [file]
    assert delivered == [file]
    assert len(site.deliveries()) == 1


@pytest.mark.parametrize("job_id", LAST)
def test_the_commits_reach_to_the_last_before_the_end(
    site: Workshop, job_id: str
) -> None:
    run_id = submitted(site, job_id)
    cut_off(site, run_id, LAST[job_id])
    assert site.status_of(run_id) is Status.FINALIZING
    site.at_bench().execute(run_id)
    assert site.status_of(run_id) not in UNFINISHED


def test_a_run_that_waited_is_queued_again_and_not_called_interrupted(
    site: Workshop,
) -> None:
    run_id, queue = submitted(site, EXPORT), Remembering()
    found = resumed(site, run_id, queue)
    assert (queue.places, found.begun, found.starts_over) == (
        [(run_id, 1)],
        False,
        False,
    )
    assert found.told() == "waited in QUEUED; it begins now"
    assert site.events_of(run_id) == []


def test_a_run_says_where_it_was_interrupted_and_how_it_goes_on(
    site: Workshop,
) -> None:
    run_id = submitted(site, STAMP_ID)
    cut_off(site, run_id, FIRST_CHUNK)
    resumed(site, run_id)
    note = "interrupted in RUNNING with 10 of 35 records done; it goes on where it was"
    assert site.events_of(run_id)[0] == Event(
        "", "note", f"Restored from a backup: {note}."
    )


def test_an_export_takes_back_what_it_told_of_its_parts(site: Workshop) -> None:
    run_id = submitted(site, EXPORT)
    cut_off(site, run_id, LAST[EXPORT])
    resumed(site, run_id)
    with site.store.read() as tx:
        ranges = tx.ranges.of(run_id)
    run = site.run_of(run_id)
    assert (run.status, run.tally) == (Status.RUNNING, NOTHING_DONE)
    assert {(span.cursor, span.tally) for span in ranges} == {(0, NOTHING_DONE)}


def test_a_run_that_is_unknown_cannot_be_resumed(site: Workshop) -> None:
    with pytest.raises(LookupError, match="there is no run 17"):
        resumed(site, "17")
