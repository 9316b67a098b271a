"""What becomes of incoming records.

Run as a program it says what kind of modules told that, and the SHA-256 of all of it.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from almandine.records.bib import Bib
from almandine.records.importing import handling
from almandine.records.importing.decision import Arrival
from almandine.records.importing.handling import Policy
from almandine.records.importing.preparing import Preparation
from almandine.records.marc import keys
from almandine.records.marc.edits import remove
from almandine.records.matching.match_keys import MatchProfile, Numbers
from almandine.records.matching.methods import MatchMethod
from almandine.records.merging.methods import MergeMethod
from almandine.records.sample.stream import marc_stream
from almandine.records.validation.validate import ValidationProfile
from almandine.store.records.bib_edits import edit_of
from almandine.store.records.bib_rows import keys_of, whole_row
from almandine.store.records.bib_texts import text_of

SEED: Final = 7
RECORDS: Final = 300
BROKEN: Final = 0.1
PREPARATIONS: Final = [
    Preparation.of(
        filter_rules="",
        rules="",
        validation=ValidationProfile(),
        matching=MatchProfile(Numbers(method), moves_id=True),
        prefers_valid=True,
    )
    for method in MatchMethod
]


def outcomes() -> Iterator[object]:
    """Yield what becomes of each record, by each way of matching and merging."""
    for number, raw in enumerate(marc_stream(SEED, RECORDS, BROKEN)):
        for prepare in PREPARATIONS:
            yield prepare(raw)
        arrival = PREPARATIONS[0](raw)
        if isinstance(arrival, Arrival):
            new = handling.decide(arrival, [], Policy()).record or Bib("", raw)
            bib = handling.name_new(new, f"99{number:012}0101", Policy())
            found = keys_of(bib.marc)
            yield bib, found, whole_row(bib, found), text_of(bib)
            yield from merged(remove(raw, "100", "650"), bib)


def merged(raw: bytes, bib: Bib) -> Iterator[object]:
    """Yield what becomes of a bib that a record matches, by each method."""
    arrival = PREPARATIONS[0](raw)
    yield arrival
    if isinstance(arrival, Arrival):
        for method in MergeMethod:
            decision = handling.decide(arrival, [bib], Policy(merge=method))
            yield decision, edit_of(decision.record or bib, bib.marc)


if __name__ == "__main__":
    digest = sha256()
    for outcome in outcomes():
        digest.update(repr(outcome).encode())
    print(Path(keys.__file__).suffix, digest.hexdigest())  # noqa: T201 - a program
