"""Files of what could not be loaded: the bytes as found, and why beside them."""

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

from almandine.store.load.candidates import Rejected


class Quarantine:
    """A file of records one after another, and a `.csv` with a row for each.

    Neither is made before there is something to keep.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open = ExitStack()
        self._records: BinaryIO | None = None
        self._reasons: TextIO | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close both files."""
        self._open.close()

    def add(self, rejected: Sequence[Rejected]) -> None:
        """Keep these."""
        if not rejected:
            return
        records, reasons = self._open_files()
        rows = csv.writer(reasons)
        for one in rejected:
            records.write(one.raw)
            offset = "" if one.offset is None else one.offset
            rows.writerow([one.position, offset, len(one.raw), one.reason])

    def _open_files(self) -> tuple[BinaryIO, TextIO]:
        if self._records is None or self._reasons is None:
            self._records = self._open.enter_context(self._file.open("wb"))
            table = self._file.with_suffix(self._file.suffix + ".csv")
            self._reasons = self._open.enter_context(
                table.open("w", encoding="utf-8", newline="")
            )
            csv.writer(self._reasons).writerow(
                ["position", "offset", "bytes", "reason"]
            )
        return self._records, self._reasons
