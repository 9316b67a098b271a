"""What a holdings record says of the bib it belongs to and where its copies are."""

from dataclasses import dataclass
from typing import Final

from almandine.records.marc.fields import Record

_HOLDINGS_TYPES: Final = frozenset("uvxy")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Bib and shelf, from 004 and the first 852; empty where the record is silent."""

    bib_id: str
    library: str
    """852 $b."""
    location: str
    """852 $c."""
    call_number_type: str
    """852 first indicator; blank when not given."""
    call_number: str
    """852 $h and $i."""


def is_holdings(raw: bytes) -> bool:
    """Say whether leader position 6 marks a holdings record."""
    return chr(raw[6]) in _HOLDINGS_TYPES


def whereabouts(raw: bytes) -> Whereabouts:
    """Read the link and the first location of a holdings record."""
    record = Record(raw)
    bib_id = (record.control("004") or "").strip()
    field = next(iter(record.fields("852")), None)
    if field is None:
        return Whereabouts(bib_id, "", "", "", "")
    return Whereabouts(
        bib_id=bib_id,
        library=" ".join(field.values("b")[:1]),
        location=" ".join(field.values("c")[:1]),
        call_number_type=field.indicators[0].strip(),
        call_number=" ".join(field.values("hi")),
    )
