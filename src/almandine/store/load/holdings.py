"""Load holdings, each under the bib that its 004 names."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO, Final

from almandine.records.holding import Holding
from almandine.records.kind import Kind
from almandine.records.marc.edits import set_control
from almandine.records.marc.fields import Record
from almandine.store.load.candidates import Candidate, Rejected, marc_records
from almandine.store.load.destination import Destination, IdPolicy, LoadReport, load
from almandine.store.load.identity import identify
from almandine.store.load.links import bibs_by_name, no_one_bib
from almandine.store.records.bib_rows import is_iso2709
from almandine.store.records.holdings import write_holdings
from almandine.store.records.scope import Scope
from almandine.store.tables.records import holding

NO_MAP: Final[Mapping[str, str]] = MappingProxyType({})


def load_holdings(
    stream: BinaryIO,
    into: Destination,
    ids: IdPolicy = IdPolicy.ASSIGN,
    bib_of: Mapping[str, str] = NO_MAP,
) -> LoadReport:
    """Load holdings from ISO 2709 or MARCXML.

    Args:
        stream: Where from.
        into: Where to.
        ids: Whether records get new ids, in 001 and, for the bib's, in 004.
        bib_of: Names of bibs (MMS ID, 001 or 035) by a holdings record's 001 or 004,
            for files whose 004 does not name the bib.
    """

    def store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
        linked, unlinked = _link(scope, chunk, bib_of)
        found, rejected = identify(
            scope,
            Kind.HOLDING,
            holding.c.holding_id,
            [one for one in chunk if one.position in linked],
            ids,
        )
        rewrite = ids is IdPolicy.ASSIGN
        write_holdings(
            scope,
            [
                _holding(holding_id, linked[one.position], marc, rewrite=rewrite)
                for one, holding_id, marc in found
            ],
        )
        return [*unlinked, *rejected]

    return load(marc_records(stream), into, store)


def _link(
    scope: Scope, chunk: Sequence[Candidate], bib_of: Mapping[str, str]
) -> tuple[dict[int, str], list[Rejected]]:
    """Return the MMS ID for each position, and what belongs to no bib."""
    names = {one.position: _names(one.raw, bib_of) for one in chunk}
    known = bibs_by_name(scope, [name for few in names.values() for name in few])
    linked: dict[int, str] = {}
    rejected: list[Rejected] = []
    for one in chunk:
        called = names[one.position]
        bibs = sorted(next((known[name] for name in called if name in known), ()))
        if len(bibs) == 1:
            linked[one.position] = bibs[0]
        else:
            reason = no_one_bib(called[0] if called else "", len(bibs))
            rejected.append(Rejected(one.position, reason, one.raw))
    return linked, rejected


def _names(raw: bytes, bib_of: Mapping[str, str]) -> Sequence[str]:
    """Return what the bib may be called, likeliest first."""
    if not is_iso2709(raw):
        return ()
    record = Record(raw)
    number, source, own = (
        (record.control(tag) or "").strip() for tag in ("004", "003", "001")
    )
    mapped = bib_of.get(own) or bib_of.get(number)
    if mapped:
        return (mapped,)
    return (number, f"({source}){number}") if number else ()


def _holding(holding_id: str, mms_id: str, marc: bytes, *, rewrite: bool) -> Holding:
    linked = set_control(marc, "004", mms_id) if rewrite else marc
    return Holding(holding_id, mms_id, linked)
