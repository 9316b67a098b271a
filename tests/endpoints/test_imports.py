"""Imports from servers that refuse, hang and break off: told, and nothing half done."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import pytest

from almandine.delivery.collector import EndpointCollector
from almandine.engine.imports.intake import Source
from almandine.engine.job import Job
from almandine.engine.ports import NobodyAnswered
from almandine.engine.run import Origin, Run, Status
from databases.homes import Home
from endpoints.configured import configuration
from endpoints.fault_plans import NO_LIMITS, TIMEOUT
from endpoints.ftp_server import FtpSite
from endpoints.offices import HERE, office, site_of
from endpoints.sftp_server import SftpSite
from endpoints.trouble import Fault
from store.importing import all_bibs, counters, vendor_records
from store.workshop import Workshop

KINDS: Final = ("sftp", "ftp", "ftps")
FIRST: Final = vendor_records(range(50))
SECOND: Final = vendor_records(range(50, 60))
PROFILE: Final = Job(
    job_id="S65",
    job_type="metadata_import",
    name="Metadata Import",
    description="",
    category="IMPORT",
    profile_id="p1",
    settings=(("endpoint", "vendor"),),
)


@pytest.fixture(scope="module", params=KINDS)
def sender(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SftpSite | FtpSite]:
    root = tmp_path_factory.mktemp(f"imports-{request.param}") / "root"
    with site_of(request.param, root) as opened:
        assert isinstance(opened, SftpSite | FtpSite)
        (root / "a.mrc").write_bytes(FIRST)
        (root / "b.mrc").write_bytes(SECOND)
        yield opened


@contextmanager
def importing_from(home: Home, sender: SftpSite | FtpSite) -> Generator[Workshop]:
    """Open a service that imports from a server."""
    chosen = {"endpoint_hosts": (HERE,), "endpoint_timeout": TIMEOUT}
    with closing(Workshop(home, chosen=chosen)) as site:
        site.app.configure(configuration([("vendor", sender.endpoint())]))
        site.add_job(PROFILE)
        yield site
    sender.trouble.expect((), 0)


def import_now(site: Workshop) -> Run:
    run = site.submit(PROFILE.job_id, origin=Origin.SCHEDULE, limits=NO_LIMITS)
    site.at_bench().execute(run.run_id)
    return site.run_of(run.run_id)


def told_of(run: Run, name: str) -> str:
    """Return what the report says of a file that was not taken."""
    [told] = [each.code for each in run.counters if each.code.startswith("File ")]
    assert told.startswith(f"File {name}: ")
    return told


@pytest.mark.parametrize("fault", [Fault.HANGING, Fault.DROPPED, Fault.SHORT])
def test_a_file_that_does_not_come_whole_is_told_and_taken_by_the_next_run(
    home: Home, sender: SftpSite | FtpSite, fault: Fault
) -> None:
    with importing_from(home, sender) as site:
        # One connection lists, and each file has one of its own.
        sender.trouble.expect((Fault.NONE, fault), at=len(FIRST) // 2)
        run = import_now(site)
        assert run.status is Status.COMPLETED_FAILED
        assert told_of(run, "a.mrc")
        assert counters(run)["imported"] == "10"
        assert len(all_bibs(site)) == 10
        assert counters(import_now(site))["imported"] == "50"


def test_a_server_that_hangs_is_not_waited_for_with_every_file(
    home: Home, tmp_path: Path
) -> None:
    with site_of("ftp", tmp_path / "root") as sender:
        assert isinstance(sender, FtpSite)
        for number in range(10):
            (sender.root / f"{number}.mrc").write_bytes(FIRST)
        with importing_from(home, sender) as site:
            sender.trouble.expect((Fault.NONE, *[Fault.HANGING] * 10), at=0)
            run = import_now(site)
            assert len(sender.trouble.plan) == 8
            assert counters(run)["files.failed"] == "10"


@pytest.mark.parametrize("kind", ["sftp", "ftp", "ftps", "s3"])
def test_where_nobody_listens_nobody_answers(kind: str, tmp_path: Path) -> None:
    with site_of(kind, tmp_path / "root") as gone:
        endpoint = gone.endpoint()
    with pytest.raises(NobodyAnswered):
        EndpointCollector(office(endpoint)).list(Source("vendor"))


@pytest.mark.parametrize("fault", [Fault.REFUSED])
def test_a_server_that_lets_nobody_in_fails_the_run_and_changes_nothing(
    home: Home, sender: SftpSite | FtpSite, fault: Fault
) -> None:
    with importing_from(home, sender) as site:
        sender.trouble.expect([fault] * 20, at=0)
        run = import_now(site)
        assert run.status is Status.FAILED
        [note] = site.events_of(run.run_id)
        assert "connection" in note.message
        assert not all_bibs(site)
        sender.trouble.expect((), 0)
        assert counters(import_now(site))["imported"] == "60"


def test_a_name_that_is_no_text_costs_no_other_file(
    home: Home, sender: SftpSite | FtpSite
) -> None:
    odd = sender.root / "caf\udce9.mrc"
    odd.write_bytes(FIRST)
    with importing_from(home, sender) as site:
        run = import_now(site)
        odd.unlink()
    assert run.status is Status.COMPLETED_FAILED
    assert "its name is not in UTF-8; rename it" in told_of(run, "caf\ufffd.mrc")
    assert counters(run)["imported"] == "60"
