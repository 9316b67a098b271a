"""Answers the six requests, from one consistent state.

An answer is complete up to an instant, which harvesters take as the beginning of their
next visit. While a run is about to commit what it has stamped, that instant is the
beginning of its end, and nothing later is listed: so nothing slips through between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.provider import OaiSet, Provider, provider_of
from almandine.engine.oai.records import OaiRecord, joined
from almandine.engine.oai.requests import (
    GetRecord,
    Identify,
    ListFormats,
    Listing,
    ListSets,
    Prefix,
    Request,
)
from almandine.engine.ports.harvest import Harvest, Selection
from almandine.engine.ports.store import Tx


@dataclass(frozen=True, slots=True)
class Identity:
    """What the repository says of itself."""

    name: str
    admin_email: str
    earliest: datetime
    """No record is older (UTC)."""


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats, which all records have."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets, each name once."""

    sets: Sequence[OaiSet]


@dataclass(frozen=True, slots=True)
class OneRecord:
    """A record in a format."""

    record: OaiRecord
    prefix: Prefix


@dataclass(frozen=True, slots=True)
class Page:
    """Records in a row."""

    records: Sequence[OaiRecord]
    listing: Listing
    """What they answer."""
    headers_only: bool
    next: Listing | None
    """What the next page answers; None at the end."""


Answer = Identity | Formats | Sets | OneRecord | Page


@dataclass(frozen=True, slots=True)
class Repository:
    """The provider of an institution, within one transaction."""

    provider: Provider
    harvest: Harvest
    name: str
    """Of the institution."""
    now: datetime
    unsettled: datetime | None
    """From then on there may be more than can be seen."""

    @property
    def complete_until(self) -> datetime:
        """Return up to when an answer is complete (UTC)."""
        return min(self.now, self.unsettled or self.now)

    def answer(self, request: Request) -> Answer:
        """Answer a request.

        Raises:
            Objected: with what the protocol has against it.
        """
        match request:
            case Identify():
                return self._identity()
            case ListFormats():
                return self._formats(request.mms_id)
            case ListSets():
                return self._sets()
            case GetRecord():
                return OneRecord(self._record(request.mms_id), request.prefix)
            case _:
                return self._page(request.listing, headers_only=request.headers_only)

    def _identity(self) -> Identity:
        settings = self.provider.settings
        earliest = self.harvest.earliest(self.provider.profiles_in(""))
        return Identity(
            settings.repository_name or self.name,
            settings.admin_email,
            min(earliest or self.complete_until, self.complete_until),
        )

    def _formats(self, mms_id: str | None) -> Formats:
        if mms_id is not None:
            self._record(mms_id)
        return Formats()

    def _sets(self) -> Sets:
        self._check_sets()
        by_spec = {each.spec: each for each in reversed(self.provider.sets)}
        return Sets([by_spec[spec] for spec in sorted(by_spec)])

    def _check_sets(self) -> None:
        if not self.provider.sets:
            raise Objected(Objection.NO_SET_HIERARCHY, "there are no sets")

    def _record(self, mms_id: str) -> OaiRecord:
        found = self._records(self.provider.profiles_in(""), [mms_id], with_marc=True)
        if not found:
            raise Objected(Objection.ID_DOES_NOT_EXIST, "no such record")
        return found[0]

    def _page(self, listing: Listing, *, headers_only: bool) -> Page:
        asked = self._asked(listing)
        selection = Selection(asked, listing.since, self._before(listing))
        limit = int(self.provider.settings.page_size)
        places = self.harvest.places(selection, after=listing.after, limit=limit + 1)
        if not places:
            raise Objected(Objection.NO_RECORDS_MATCH, "nothing was published then")
        if listing.after is None and len(places) > limit:
            listing = replace(listing, size=self.harvest.count(selection))
        shown = places[:limit]
        mms_ids = [each.mms_id for each in shown]
        records = self._records(asked, mms_ids, with_marc=not headers_only)
        given = listing.given + len(shown)
        on = replace(listing, after=shown[-1], given=given)
        return Page(records, listing, headers_only, on if places[limit:] else None)

    def _asked(self, listing: Listing) -> list[str]:
        """Return the ids of the profiles that a listing is of."""
        if listing.spec:
            self._check_sets()
        asked = self.provider.profiles_in(listing.spec)
        if asked or listing.after is None:
            return asked
        why = "the set is no longer there"
        raise Objected(Objection.BAD_RESUMPTION_TOKEN, why)

    def _before(self, listing: Listing) -> datetime | None:
        bounds = [each for each in (listing.before, self.unsettled) if each]
        return min(bounds, default=None)

    def _records(
        self, asked: Sequence[str], mms_ids: Sequence[str], *, with_marc: bool
    ) -> list[OaiRecord]:
        everywhere = self.provider.profiles_in("")
        found = self.harvest.published(everywhere, mms_ids, with_marc=with_marc)
        records = joined(found, self.provider.sets, frozenset(asked))
        return [records[each] for each in mms_ids if each in records]


def open_repository(tx: Tx) -> Repository | None:
    """Return the institution's repository; None where it has none."""
    # Before anything is read: what is committed later than that has later stamps.
    now = tx.now()
    provider = provider_of(tx.configuration.profiles())
    if provider is None:
        return None
    unsettled = tx.harvest.unsettled(provider.profiles_in(""))
    name = tx.configuration.institution().name
    return Repository(provider, tx.harvest, name, now, unsettled)
