"""Runs that send their files away: deliver, then commit."""

from datetime import timedelta
from pathlib import Path

import pytest

from almandine.engine.run import Event, Run, Status
from store.depot import (
    FTP_HAS_FAILED,
    SEND,
    add_depot,
    add_requests,
    request,
    sent_by,
    waiting,
)
from store.workshop import Workshop


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    """Return a service with a depot and three requests, one without a barcode."""
    workshop.add_job(SEND)
    workshop.add_endpoint("robot", "robot")
    add_depot(workshop)
    add_requests(workshop, request(1), request(2, ""), request(3))
    return workshop


def send(site: Workshop, worker_chunk: int = 10) -> Run:
    run = site.submit("S64")
    site.at_bench(chunk_size=worker_chunk).execute(run.run_id)
    return site.run_of(run.run_id)


def arrived(site: Workshop) -> list[str]:
    return sorted(path.name for path in (site.directory / "robot").glob("*"))


def block(site: Workshop) -> Path:
    """Let the endpoint fail: a file stands where its directory should be."""
    root = site.directory / "robot"
    root.write_bytes(b"")
    return root


def test_the_file_arrives_and_what_was_sent_waits_no_more(site: Workshop) -> None:
    run = send(site)
    assert arrived(site) == [f"REMOTE_STORAGE_REQUESTS_{run.run_id}.xml"]
    assert (waiting(site), sent_by(site)) == (["882"], [run.run_id, "", run.run_id])


def test_a_request_that_cannot_be_sent_fails_alone(site: Workshop) -> None:
    run = send(site, worker_chunk=1)
    assert (run.status, run.tally.changed) == (Status.COMPLETED_FAILED, 2)
    assert site.events_of(run.run_id) == [
        Event("882", "failed", "the item has no barcode to be found by")
    ]


def test_the_file_that_arrived_is_the_artifact(site: Workshop) -> None:
    run = send(site)
    name = f"REMOTE_STORAGE_REQUESTS_{run.run_id}.xml"
    arrived_file = site.directory / "robot" / name
    assert site.files_of(run.run_id) == {name: arrived_file.read_bytes()}
    assert site.deliveries() == [(run.run_id, str(arrived_file.resolve()))]


def test_a_failed_delivery_sends_nothing_and_keeps_the_file(site: Workshop) -> None:
    block(site)
    run = send(site)
    name = f"REMOTE_STORAGE_REQUESTS_{run.run_id}.xml"
    assert (run.status, run.counters[-1]) == (Status.COMPLETED_FAILED, FTP_HAS_FAILED)
    assert waiting(site) == ["881", "882", "883"]
    assert list(site.files_of(run.run_id)) == [name]
    assert site.deliveries() == []


def test_a_failed_delivery_alone_is_an_error_without_a_number(site: Workshop) -> None:
    add_requests(site, request(2))
    block(site)
    run = send(site)
    assert (run.status, run.alert) == (
        Status.COMPLETED_FAILED,
        "alert_general_error",
    )


def test_the_next_run_sends_what_the_failed_one_could_not(site: Workshop) -> None:
    root = block(site)
    send(site)
    root.unlink()
    site.clock.move(timedelta(hours=1))
    run = send(site)
    assert arrived(site) == [f"REMOTE_STORAGE_REQUESTS_{run.run_id}.xml"]
    assert sent_by(site) == [run.run_id, "", run.run_id]


def test_what_was_sent_is_not_sent_again(site: Workshop) -> None:
    add_requests(site, request(2))
    send(site)
    run = send(site)
    assert (run.status, len(arrived(site))) == (Status.COMPLETED_NO_BULKS, 1)
