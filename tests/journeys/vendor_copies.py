"""Bibs as a vendor sends them, a copy that differs, and what has to become of both.

What is expected is worked out here field by field, from what the merge methods are said
to do, and not with the code that merges.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Final

from almandine.records.marc.edits import append, replace_fields
from almandine.records.marc.fields import Field, Record, data_field
from almandine.records.merging.methods import MergeMethod
from almandine.records.sample import bibs
from unit.records.marc.real_data import has_real_data, live_bibs

PREFIX: Final = "(TEST)"
"""Of the system numbers by which the copies are matched."""
LONGEST: Final = 90_000
"""Bytes of a record that has room for some fields more."""
SEED: Final = 1

MarcField = tuple[str, ...]
"""A field as `elements.Content` has it."""


def originals(count: int) -> list[bytes]:
    """Return real bibs, or those of the sample where none are there.

    Each has a system number that no other one has, and fields of all kinds that the
    methods treat in their own ways.
    """
    found = live_bibs() if has_real_data() else [bib.marc for bib in bibs(SEED, count)]
    fitting = [raw for raw in found if len(raw) < LONGEST]
    chosen = fitting[:: max(1, len(fitting) // count)][:count]
    return [
        append(raw, *marked("ours", number), system_number(f"{PREFIX}{number}"))
        for number, raw in enumerate(chosen)
    ]


def changed(raw: bytes) -> bytes:
    """Return a copy that differs in a field of each kind; its number stays."""
    numbers = [each for each in Record(raw).fields("035") if not _is_ours(each)]
    raw = replace_fields(raw, "035", numbers)
    for tag in ("245", "500", "650", "700", "990"):
        raw = replace_fields(raw, tag, [])
    title = data_field("245", "10", [("a", "Changed")])
    return append(raw, title, *marked("theirs", number_of(raw)))


def _is_ours(field: Field) -> bool:
    return any("ours" in value for value in field.values("a"))


def number_of(raw: bytes) -> int:
    """Return which one of the originals a record is, or was."""
    values = [value for one in Record(raw).fields("035") for value in one.values("a")]
    [number] = {each for each in values if each.startswith(PREFIX)}
    return int(number.removeprefix(PREFIX))


def marked(whose: str, number: int) -> list[Field]:
    """Return fields that say where they come from."""
    return [
        system_number(f"(OCoLC){whose}{number}"),
        system_number(f"({whose})1", "9 "),
        data_field("500", "  ", [("a", f"A note of {whose}")]),
        data_field("650", " 0", [("a", f"A subject of {whose}")]),
        data_field("650", " 0", [("a", "A subject of both")]),
        data_field("700", "1 ", [("a", f"A person of {whose}")]),
        data_field("990", "  ", [("a", f"A local field of {whose}")]),
    ]


def system_number(number: str, indicators: str = "  ") -> Field:
    return data_field("035", indicators, [("a", number)])


class Fate(Enum):
    OLD = auto()
    NEW = auto()
    BOTH = auto()


def _overlay(field: MarcField) -> Fate:
    return Fate.OLD if field[0] in {"001", "005"} else Fate.NEW


def _all_but_local(field: MarcField) -> Fate:
    is_local_number = field[:2] == ("035", "9 ")
    is_local = field[0].startswith("9") or is_local_number
    return Fate.OLD if is_local else _overlay(field)


def _headings(field: MarcField) -> Fate:
    if field[0].startswith(("65", "7")):
        return Fate.BOTH
    return Fate.OLD if field[0] == "035" else _all_but_local(field)


def _title_and_numbers(field: MarcField) -> Fate:
    lasts = field[0] == "035" and (
        field[1].startswith("9") or any("a(ocolc)" in each.lower() for each in field)
    )
    return Fate.BOTH if lasts else _overlay(field)


FATES: Final[Mapping[MergeMethod, Callable[[MarcField], Fate]]] = {
    MergeMethod.OVERLAY: _overlay,
    MergeMethod.OVERLAY_ALL_BUT_LOCAL: _all_but_local,
    MergeMethod.CONDITIONAL_SUBJECT_HEADINGS: _headings,
    MergeMethod.REPLACE_245_AND_035: _title_and_numbers,
    MergeMethod.KEEP_ONLY_OLD_VALUE: lambda _: Fate.OLD,
}


def merged(
    old: Sequence[MarcField], new: Sequence[MarcField], method: MergeMethod
) -> Counter[MarcField]:
    """Return the fields that a record must have after its copy came in."""
    fate = FATES[method]
    stay = [each for each in old if fate(each) is not Fate.NEW]
    come = [each for each in new if fate(each) is Fate.NEW]
    both = {each for each in new if fate(each) is Fate.BOTH} - set(stay)
    return Counter([*stay, *come, *both])
