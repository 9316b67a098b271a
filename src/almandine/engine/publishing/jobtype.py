"""The shape of a publishing job: what its author writes.

A fifth shape beside those of `engine.jobtype`: records to what of them has changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from almandine.engine.jobtype import Destination, JobType
from almandine.engine.ports import Packing
from almandine.engine.publishing.surroundings import Surroundings
from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.portfolio import Portfolio

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Title:
    """A bib with what belongs to it, as far as the job asks for that."""

    bib: Bib
    holdings: Sequence[Holding] = ()
    items: Sequence[Item] = ()
    portfolios: Sequence[Portfolio] = ()
    collections: Sequence[str] = ()
    """Their names."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A title as it is published."""

    marc: bytes
    """ISO 2709, or MARCXML where the record is too long for it."""
    form: bytes = b""
    """What tells a format from MARCXML, up to 16 bytes: a record whose format changes
    has changed, for receivers need it anew."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A title that the profile does not publish; it is withdrawn if it was."""

    because: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """A title that cannot be published, though it should."""

    because: str


Rendered = Rendition | Withheld | Unfit


@dataclass(frozen=True, slots=True)
class Format:
    """How files look around their records, and what they are called."""

    extension: str
    """Without the dot."""
    header: bytes = b""
    footer: bytes = b""
    per_file: int = 0
    """Most records in one file; 0 means all in one."""
    packing: Packing = Packing.NONE
    prefix: str = "publish"
    """First part of the names."""
    alma_names: bool = False
    """Whether the time in the names is spelled as in Alma's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishJob(JobType[P], Generic[P]):
    """Writes the bibs that changed to files, and remembers what it published."""

    kind: Kind = Kind.BIB
    needs: Callable[[P], frozenset[Kind]]
    """What is read beside the bibs: holdings, items, portfolios, collections."""
    render: Callable[[Title, P], Rendered]
    write: Callable[[Sequence[bytes], P], Sequence[bytes]]
    """Records, as rendered, to the bytes of each in a file."""
    layout: Callable[[P], Format]
    destination: Callable[[P], Destination | None]
    """Where the files go; None keeps them as artifacts only."""
    set_id: Callable[[P], str]
    """The set that is published; empty for the whole repository."""
    made_with: Callable[[P, Surroundings], str]
    """All settings that decide what records look like, and whether there is a set.
    Where they differ from those of the last run, every record is looked at anew."""
