"""Files that cannot be imported: each is told with its reason, and changes nothing."""

import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from almandine.engine.imports.intake import Source
from almandine.engine.ports import Collector, Offer
from almandine.engine.run import Run, Status
from almandine.faults import Refused
from almandine.records.importing.action import Action
from almandine.records.marc.edits import append
from almandine.records.marc.fields import data_field
from store.importing import (
    IMPORT,
    add_profile,
    all_bibs,
    counters,
    import_now,
    lines,
    put,
    vendor_record,
    vendor_records,
)
from store.workshop import Workshop
from unit.formats.intake.files import XML, tar_gz, zipped

GOOD: Final = vendor_records([1, 2])
OTHERS: Final = vendor_records(range(10, 30))
LATIN: Final = data_field("500", "  ", [("a", "caf\u00e9")])


def encrypted(archive: bytes) -> bytes:
    """Mark the first member of a zip as encrypted."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:at] + bytes([archive[at] | 1]) + archive[at + 1 :]


def declared(encoding: str, text: str) -> bytes:
    """Return a document that says it is in an encoding, and is in UTF-8."""
    document = XML.decode().partition("?>")[2].replace("Sanditon", text)
    return f'<?xml version="1.0" encoding="{encoding}"?>{document}'.encode()


def damaged(archive: bytes) -> bytes:
    """Change a byte of what the first member of a zip holds."""
    at = archive.index(b"a.mrc") + 20
    return archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]


BAD: Final[Mapping[str, tuple[bytes, str]]] = {
    "damaged.zip": (damaged(zipped({"a.mrc": OTHERS})), "cut off or damaged"),
    "cut-off.zip": (zipped({"a.mrc": OTHERS})[:-30], "cut off or damaged"),
    "cut-off.gz": (gzip.compress(OTHERS)[:-10], "cut off or damaged"),
    "cut-off.tgz": (tar_gz({"a.mrc": OTHERS})[:-30], "cut off or damaged"),
    "encrypted.zip": (
        encrypted(zipped({"a.mrc": OTHERS})),
        "'a.mrc' in it is encrypted; pack it without a password",
    ),
    "bomb.gz": (gzip.compress(OTHERS + bytes(10_000_000)), "more than 100 times"),
    "half.zip": (
        zipped({"a.mrc": OTHERS, "read.me": b"Good day!"}),
        "'read.me' in it: it is neither MARC 21 (ISO 2709) nor MARCXML",
    ),
    "nested.zip": (zipped({"a.mrc": OTHERS, "b": zipped({})}), "an archive itself"),
    "korean.xml": (declared("euc-kr", "A \u2192 B"), "it is not in euc_kr"),
    "ebcdic.xml": (declared("cp037", "Emma"), "cp037"),
    "doctype.xml": (b"<!DOCTYPE a><collection/>", "a DOCTYPE is not accepted"),
    "empty.mrc": (b"", "it is empty; was it sent whole?"),
    "letter.mrc": (b"Dear all, the records follow.", "neither MARC 21 (ISO 2709) nor"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_taken_costs_nothing_but_itself(
    workshop: Workshop, name: str
) -> None:
    content, because = BAD[name]
    directory = add_profile(workshop)
    put(directory, name, content)
    put(directory, "good.mrc", GOOD)
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    assert {
        code: value for code, value in counters(run).items() if code.startswith("files")
    } == {"files.taken": "1", "files.failed": "1"}
    assert because in failure(run, name)
    assert len(all_bibs(workshop)) == len(lines(workshop, run)) == 2
    assert list(workshop.files_of(run.run_id)) == [f"import_{run.run_id}_report.csv"]
    assert counters(import_now(workshop))["files.failed"] == "1"


def failure(run: Run, name: str) -> str:
    """Return what the report says of a file that was not taken."""
    [told] = [each.code for each in run.counters if each.code.startswith("File ")]
    assert told.startswith(f"File {name}: ")
    return told


def test_a_file_that_is_cut_off_is_imported_up_to_there(workshop: Workshop) -> None:
    put(add_profile(workshop), "cut-off.mrc", vendor_records(range(5))[:-20])
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    assert (counters(run)["imported"], counters(run)["rejected"]) == ("4", "1")
    [rejected] = lines(workshop, run, Action.REJECTED)
    assert (rejected.position, len(all_bibs(workshop))) == (5, 4)


def test_a_record_in_a_wrong_encoding_is_set_aside_with_its_reason(
    workshop: Workshop,
) -> None:
    marc8 = append(vendor_record(1), LATIN)
    utf8 = marc8[:9] + b"a" + marc8[10:]
    wrong = utf8.replace("\u00e9".encode(), b"\xe9 ")
    put(add_profile(workshop), "mixed.mrc", wrong + vendor_record(2))
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    [rejected] = lines(workshop, run, Action.REJECTED)
    assert (rejected.position, "UTF-8" in rejected.because) == (1, True)
    assert (rejected.marc, len(all_bibs(workshop))) == (wrong, 1)


def test_an_element_in_a_wrong_encoding_is_set_aside_with_its_reason(
    workshop: Workshop,
) -> None:
    put(add_profile(workshop), "mixed.xml", XML.replace(b"Sanditon", b"Caf\xe9"))
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    [rejected] = lines(workshop, run, Action.REJECTED)
    assert rejected.because.startswith("Invalid bytes in character encoding")
    assert (rejected.position, len(all_bibs(workshop))) == (2, 1)


@dataclass(frozen=True)
class Meddled:
    """Brings files in; something happens to one after it was offered."""

    collector: Collector
    name: str
    meddle: Callable[[], object]

    def list(self, source: Source) -> Sequence[Offer]:
        return self.collector.list(source)

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        if offer.name == self.name:
            self.meddle()
        self.collector.fetch(source, offer, to)


def imported_meanwhile(workshop: Workshop, meddle: Callable[[], object]) -> Run:
    """Import, with something that happens once `a.mrc` was offered."""
    run = workshop.submit(IMPORT)
    worker = workshop.at_bench()
    collector = Meddled(worker.bench.collector, "a.mrc", meddle)
    bench = replace(worker.bench, collector=collector)
    replace(worker, bench=bench).execute(run.run_id)
    return workshop.run_of(run.run_id)


def test_a_file_that_grew_is_told_and_taken_by_the_next_run(
    workshop: Workshop,
) -> None:
    directory = add_profile(workshop)
    put(directory, "a.mrc", vendor_records(range(10, 15)))
    put(directory, "good.mrc", GOOD)
    grown = vendor_records(range(10, 20))
    run = imported_meanwhile(workshop, lambda: put(directory, "a.mrc", grown, at=2_000))
    assert run.status is Status.COMPLETED_FAILED
    assert "changed while it was read; the next run tries again" in failure(
        run, "a.mrc"
    )
    assert len(all_bibs(workshop)) == 2
    assert counters(import_now(workshop))["imported"] == "10"


def test_a_file_that_vanished_is_told_and_costs_no_other(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "a.mrc", OTHERS)
    put(directory, "good.mrc", GOOD)
    run = imported_meanwhile(workshop, (directory / "a.mrc").unlink)
    assert run.status is Status.COMPLETED_FAILED
    assert "a.mrc is not there any more" in failure(run, "a.mrc")
    assert len(all_bibs(workshop)) == 2
    assert import_now(workshop).status is Status.COMPLETED_NO_BULKS


def test_names_may_begin_alike_however_long(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    for number in (1, 2):
        name = f"{'new-titles-of-the-vendor-' * 4}{number}.mrc"
        put(directory, name, vendor_records([number]))
    run = import_now(workshop)
    assert (run.status, counters(run)["imported"]) == (Status.COMPLETED_SUCCESS, "2")


def test_a_name_that_is_no_text_is_told_and_costs_no_other(workshop: Workshop) -> None:
    directory = add_profile(workshop)
    put(directory, "caf\udce9.mrc", OTHERS)
    put(directory, "good.mrc", GOOD)
    run = import_now(workshop)
    assert run.status is Status.COMPLETED_FAILED
    assert "its name is not in UTF-8" in failure(run, "caf\ufffd.mrc")
    assert len(all_bibs(workshop)) == 2


def test_a_pattern_that_is_none_is_refused_before_anything_runs(
    workshop: Workshop,
) -> None:
    put(add_profile(workshop, file_name_pattern="x("), "good.mrc", GOOD)
    with pytest.raises(Refused, match="missing"):
        workshop.submit(IMPORT)
    assert not all_bibs(workshop)
