"""A house into which a vendor's records come, and out of which they go in three ways.

Everything is asked for over HTTP. What goes out is read as a receiver reads it: file
after file, a later state in the place of an earlier one.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from oaipmh_scythe import Scythe
from sqlalchemy import select

from almandine.records.marc.fields import Record
from almandine.records.marc.iso2709 import split
from almandine.records.merging.methods import MergeMethod
from almandine.records.sample import CONFIGURATION
from almandine.store.tables.records import bib
from journeys.service import Document, Service
from journeys.small_catalogue import ALL_BIBS
from journeys.vendor_copies import PREFIX
from unit.records.marc.elements import Content, content_of, contents
from wire.protocol import MARC

FIRST: Final = "S6490000000080101"
PUBLISH_ISO: Final = "S6490000000091101"
PUBLISH_XML: Final = "S6490000000092101"
PUBLISHING: Final = {"iso": PUBLISH_ISO, "xml": PUBLISH_XML}
FORMAT: Final = "task_ExportBibParams_outputFormat_string"
INSTITUTION: Final = "01ALM_INST"
_IMPORT: Final = """
[[profiles]]
code = "{code}"
name = "{code}"
type = "IMPORT"

[[profiles.actions]]
action = "METADATA_IMPORT"
job_id = "{job_id}"

[profiles.actions.settings]
endpoint = "vendor"
directory = "{job_id}"
match_method = "system_number"
match_prefix = "{prefix}"
merge_method = "{method}"
ignore = "title_missing, encoding"
"""
"""Real records fail these checks; here they are to come in all the same."""
_GOING_OUT: Final = f"""
[[endpoints]]
id = "vendor"
kind = "directory"
path = "vendor"

[[profiles]]
code = "ISO"
name = "ISO"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
job_id = "{PUBLISH_ISO}"

[profiles.actions.settings]
endpoint = "exports"
directory = "iso"
output_format = "MARC21_BINARY"

[[profiles]]
code = "XML"
name = "XML"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
job_id = "{PUBLISH_XML}"

[profiles.actions.settings]
endpoint = "exports"
directory = "xml"
oai_set = "ALL"

[[profiles]]
code = "OAI"
name = "OAI-PMH provider"
type = "OAI"
settings = {{ admin_email = "oai@example.org", page_size = 100 }}
"""


def job_of(method: MergeMethod) -> str:
    """Return the id of the job that merges by a method."""
    return f"S64900000001{[*MergeMethod].index(method):02}0101"


def configured() -> str:
    """Return a configuration with an import profile for each method."""
    profiles = [("first", FIRST, MergeMethod.OVERLAY)]
    profiles += [(method.value, job_of(method), method) for method in MergeMethod]
    imports = [
        _IMPORT.format(code=code, job_id=job_id, prefix=PREFIX, method=method)
        for code, job_id, method in profiles
    ]
    return "".join([CONFIGURATION, _GOING_OUT, *imports])


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was seen of a step: files come in, and what is new goes out."""

    imports: Mapping[str, Document]
    """Runs, by the ids of their jobs."""
    published: Mapping[str, Document]
    """Runs, by the directories that they deliver to."""
    delivered: Mapping[str, Sequence[bytes]]
    """Files, in the same way."""
    stored: Mapping[str, bytes]
    """Bibs by MMS ID, as an export has them."""
    described: Mapping[str, Content]
    """What these say, as an export in MARCXML has them."""
    changed_at: Mapping[str, datetime]
    harvested: Mapping[str, tuple[str, Content]]
    """All that is harvested, with its times of change."""


@dataclass
class House:
    """The service, and receivers of what it publishes."""

    service: Service
    read: set[Path] = field(default_factory=set[Path])
    """Files that the receivers know."""

    def step(self, name: str, coming: Mapping[str, Sequence[bytes]]) -> Moment:
        """Import files of this name, by the ids of jobs; then publish and harvest."""
        imports = {
            job_id: self._imported(job_id, name, raws)
            for job_id, raws in coming.items()
        }
        published = {
            place: self.service.run(job_id) for place, job_id in PUBLISHING.items()
        }
        return Moment(
            imports=imports,
            published=published,
            delivered={place: self._delivered(place) for place in PUBLISHING},
            stored=by_id([self._exported("MARC21")]),
            described=told([self._exported("MARCXML")]),
            changed_at=self._changed_at(),
            harvested=self._harvested(),
        )

    def _imported(self, job_id: str, name: str, raws: Sequence[bytes]) -> Document:
        directory = self.service.data / "vendor" / job_id
        directory.mkdir(exist_ok=True)
        (directory / name).write_bytes(b"".join(raws))
        return self.service.run(job_id)

    def _exported(self, form: str) -> bytes:
        run = self.service.run("M44", set_id=ALL_BIBS, **{FORMAT: form})
        [file] = self.service.files(run["id"])
        return file

    def _delivered(self, directory: str) -> Sequence[bytes]:
        place = self.service.data / "outbox" / "exports" / directory
        new = sorted(set(place.iterdir()) - self.read)
        self.read.update(new)
        return [each.read_bytes() for each in new]

    def _changed_at(self) -> Mapping[str, datetime]:
        database = self.service.home.database()
        with closing(database), database.reading() as connection:
            rows = connection.execute(select(bib.c.mms_id, bib.c.modified_at))
            return {row.mms_id: row.modified_at for row in rows}

    def _harvested(self) -> Mapping[str, tuple[str, Content]]:
        address = f"http://localhost:{self.service.port}/view/oai/{INSTITUTION}/request"
        with Scythe(address) as scythe:
            found: Any = scythe.list_records(metadata_prefix="marc21")
            return dict(map(_got, found))


def by_id(files: Sequence[bytes]) -> dict[str, bytes]:
    """Return the records of binary files by their 001."""
    found: dict[str, bytes] = {}
    for raw in split(BytesIO(b"".join(files))):
        assert isinstance(raw, bytes), raw
        found[Record(raw).control("001") or ""] = raw
    return found


def told(files: Sequence[bytes]) -> dict[str, Content]:
    """Return what the records of MARCXML files say, by their 001."""
    return {_number(one): one for file in files for one in contents(file)}


def _number(content: Content) -> str:
    return next(rest[0] for tag, *rest in content[1] if tag == "001")


def _got(record: Any) -> tuple[str, tuple[str, Content]]:  # noqa: ANN401 - the harvester's
    assert not record.deleted
    content = content_of(record.xml.find(f".//{MARC}record"))
    return _number(content), (record.header.datestamp, content)


def counted(instance: Document) -> Mapping[str, int]:
    """Return the counters of an import that are not 0, by the end of their codes."""
    numbers = {
        each["type"]["value"].removeprefix("almandine.import."): each["value"]
        for each in instance["counter"]
    }
    return {code: int(value) for code, value in numbers.items() if value != "0"}
