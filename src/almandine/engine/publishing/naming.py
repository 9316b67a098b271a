"""What the files of a publishing run are called.

Alma's names carry a time that its pattern spells in an odd way: hour, month, second and
then minutes. Receivers that take such names apart get them on request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from almandine.engine.ports import Packing
from almandine.engine.publishing.jobtype import Format

_PACKED: Final = {Packing.NONE: "", Packing.TAR_GZ: ".tar.gz", Packing.ZIP: ".zip"}


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a file, and of the one that is packed in it."""

    file: str
    member: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How the files of one run are called."""

    layout: Format
    run_id: str
    at: datetime
    """When the run was submitted, by the institution's clock."""

    def names(self, which: str) -> Iterator[Name]:
        """Yield names for files of new or of deleted records, without end."""
        stem = f"{self.layout.prefix}_{self.run_id}_{self._time()}_{which}"
        for number in count(1):
            ordinal = f"_{number}" if self.layout.per_file else ""
            member = f"{stem}{ordinal}.{self.layout.extension}"
            yield Name(member + _PACKED[self.layout.packing], member)

    def _time(self) -> str:
        if self.layout.alma_names:
            return f"{self.at:%Y%m%d_%H%m%S}[0{self.at:%M}]"
        return f"{self.at:%Y%m%d%H%M%S}"
