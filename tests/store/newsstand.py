"""A publishing profile, and somebody who reads all that it delivers."""

import io
import re
import tarfile
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from almandine.engine.job import Job
from almandine.engine.run import Run
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import replace_fields, set_control
from almandine.records.marc.fields import data_field
from store.test_oai_configuration import INSTITUTION
from store.workshop import Workshop

PUBLISH: Final = "S90"
PROFILE: Final = "p9"
KIOSK: Final = "kiosk"
"""The endpoint, and its directory."""
_RECORD: Final = re.compile(rb"<record>.*?</record>", re.DOTALL)


@dataclass
class Newsstand:
    """What a test does with a publishing profile."""

    site: Workshop
    read: set[str] = field(default_factory=set[str])
    """Names of files that were read."""
    known: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """What a receiver has, by MMS ID, after all files that it read."""

    @property
    def kiosk(self) -> Path:
        return self.site.directory / KIOSK

    def open(self, **settings: str) -> None:
        """Set the profile up."""
        self.site.add_endpoint(KIOSK, KIOSK)
        given = {"endpoint": KIOSK, **settings}
        self.site.add_job(
            Job(
                job_id=PUBLISH,
                job_type="publish_bibs",
                name="Publishing Platform Job Kiosk",
                description="Publishing Platform Job",
                category="PUBLISHING",
                profile_id=PROFILE,
                settings=tuple(given.items()),
            )
        )

    def set_up(self, rest: str) -> None:
        """Apply a configuration file that goes on after the institution."""
        self.site.app.configure(INSTITUTION + rest)

    def publish(self) -> Run:
        """Run the job to its end."""
        self.site.clock.move(timedelta(minutes=20))
        run = self.site.submit(PUBLISH)
        self.site.at_bench().execute(run.run_id)
        return self.site.run_of(run.run_id)

    def edit(self, bib: Bib, title: str) -> None:
        """Give a bib another title."""
        self.site.clock.move(timedelta(seconds=1))
        new = data_field("245", "10", [("a", title)])
        self.put(Bib(bib.mms_id, replace_fields(bib.marc, "245", [new])))

    def touch(self, bib: Bib, at: str) -> None:
        """Give a bib another time of change, and nothing else."""
        self.site.clock.move(timedelta(seconds=1))
        self.put(Bib(bib.mms_id, set_control(bib.marc, "005", at)))

    def put(self, *bibs: Bib) -> None:
        with self.site.store.write() as tx:
            tx.records.write(Kind.BIB, bibs)

    def catch_up(self) -> tuple[list[str], list[str]]:
        """Read what is new at the kiosk; return which ids came, and which went."""
        come, gone = list[str](), list[str]()
        for path in sorted(self.kiosk.glob("*")):
            if path.name in self.read:
                continue
            self.read.add(path.name)
            for mms_id, record in _records(path):
                if "_delete" in path.name:
                    gone.append(mms_id)
                    del self.known[mms_id]
                else:
                    come.append(mms_id)
                    self.known[mms_id] = record
        return sorted(come), sorted(gone)


def counted(run: Run) -> list[int]:
    """Return new, updated, deleted, failed, skipped, filtered and written records."""
    return [int(each.value) for each in run.counters[:7]]


def _records(path: Path) -> list[tuple[str, bytes]]:
    text = unpacked(path)
    fromstring(text)  # noqa: S314 - our own file, to see that it is XML
    return [(_mms_id(fromstring(one)), one) for one in _RECORD.findall(text)]  # noqa: S314 - the same


def unpacked(path: Path) -> bytes:
    """Return the one file in an archive, or the file itself."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return archive.read(archive.namelist()[0])
    if path.suffix == ".gz":
        with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
            member = archive.extractfile(archive.getmembers()[0])
            assert member is not None
            return member.read()
    return path.read_bytes()


def _mms_id(record: Element) -> str:
    found = record.find("controlfield[@tag='001']")
    assert found is not None
    assert found.text is not None
    return found.text
