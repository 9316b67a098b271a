"""Load bibs."""

from collections.abc import Sequence
from typing import BinaryIO

from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.store.load.candidates import Candidate, Rejected, marc_records
from almandine.store.load.destination import Destination, IdPolicy, LoadReport, load
from almandine.store.load.identity import identify
from almandine.store.records.bibs import write_bibs
from almandine.store.records.scope import Scope
from almandine.store.tables.records import bib


def load_bibs(
    stream: BinaryIO, into: Destination, ids: IdPolicy = IdPolicy.ASSIGN
) -> LoadReport:
    """Load bibs from ISO 2709 or MARCXML."""

    def store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
        identified, rejected = identify(scope, Kind.BIB, bib.c.mms_id, chunk, ids)
        write_bibs(scope, [Bib(mms_id, marc) for _, mms_id, marc in identified])
        return rejected

    return load(marc_records(stream), into, store)
