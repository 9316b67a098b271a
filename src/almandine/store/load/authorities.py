"""Load authorities."""

from collections.abc import Sequence
from typing import BinaryIO

from almandine.records.bib import Authority
from almandine.records.kind import Kind
from almandine.store.load.candidates import Candidate, Rejected, marc_records
from almandine.store.load.destination import Destination, IdPolicy, LoadReport, load
from almandine.store.load.identity import identify
from almandine.store.records.authorities import write_authorities
from almandine.store.records.scope import Scope
from almandine.store.tables.records import authority


def load_authorities(
    stream: BinaryIO, into: Destination, ids: IdPolicy = IdPolicy.ASSIGN
) -> LoadReport:
    """Load authorities from ISO 2709 or MARCXML."""

    def store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
        identified, rejected = identify(
            scope, Kind.AUTHORITY, authority.c.authority_id, chunk, ids
        )
        write_authorities(scope, [Authority(one, marc) for _, one, marc in identified])
        return rejected

    return load(marc_records(stream), into, store)
