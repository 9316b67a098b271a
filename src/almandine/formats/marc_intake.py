"""How imports read files of MARC records, and write those that they reject."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from almandine.engine.imports.intake import Intake, Unpacked, Unsound
from almandine.formats.csv import csv_line
from almandine.records.marc.iso2709 import Broken, split
from almandine.records.marc.structure import fault


def _unpack(source: Path, into: Path) -> Sequence[Unpacked]:
    path = into / "records.mrc"
    source.rename(path)
    return [Unpacked(path, "iso2709")]


def _places(file: Unpacked) -> Iterator[tuple[int, int]]:
    data = file.path.read_bytes()
    at = 0
    with file.path.open("rb") as stream:
        for one in split(stream):
            raw = one.raw if isinstance(one, Broken) else one
            at = data.index(raw, at)
            yield at, len(raw)
            at += len(raw)


def _read(
    file: Unpacked, places: Sequence[tuple[int, int]]
) -> Sequence[bytes | Unsound]:
    found: list[bytes | Unsound] = []
    with file.path.open("rb") as stream:
        for offset, length in places:
            stream.seek(offset)
            raw = stream.read(length)
            wrong = fault(raw)
            found.append(raw if wrong is None else Unsound(raw, wrong))
    return found


def _rejected(form: str, records: Iterable[bytes]) -> Iterator[bytes]:
    yield from records


def _extension(form: str) -> str:
    return "mrc"


def _report(rows: Iterable[Sequence[str]]) -> bytes:
    return b"".join(map(csv_line, rows))


MARC_INTAKE: Final = Intake(_unpack, _places, _read, _rejected, _extension, _report)
