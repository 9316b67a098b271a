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
from almandine.engine.sub_directory import objection

_PACKED: Final = {Packing.NONE: "", Packing.TAR_GZ: ".tar.gz", Packing.ZIP: ".zip"}
_LONGEST_PREFIX: Final = 100
"""Bytes: file systems take 255, of which the rest of a name needs up to 90."""


def check_prefix(text: str) -> None:
    """Raise unless file names may begin like this, at every endpoint.

    Raises:
        ValueError: with what is allowed.
    """
    is_no_beginning = "/" in text or text.startswith(".")
    is_too_long = len(text.encode(errors="replace")) > _LONGEST_PREFIX
    if objection(text) or is_no_beginning or is_too_long:
        raise ValueError(
            "the beginning of a file name: no slash, backslash or control character,"
            f" no . or ~ in front, up to {_LONGEST_PREFIX} bytes"
        )


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
