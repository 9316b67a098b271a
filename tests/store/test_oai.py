"""What harvesters get from the database, while it changes."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

import pytest

from almandine.engine.oai.objections import Objected, Objection
from almandine.engine.oai.records import OaiRecord
from almandine.engine.oai.repository import (
    Identity,
    Page,
    Repository,
    open_repository,
)
from almandine.engine.oai.requests import (
    GetRecord,
    Identify,
    ListFormats,
    Listing,
    ListRecords,
    ListSets,
    Prefix,
    Request,
)
from almandine.records.bib import Bib
from store.orchard import Orchard
from store.workshop import NOON, Workshop

ALL: Final = Listing(prefix=Prefix.MARC21)
ROUNDS: Final = 8


@pytest.fixture
def orchard(workshop: Workshop) -> Orchard:
    return Orchard(workshop)


@pytest.fixture
def bibs(workshop: Workshop) -> list[Bib]:
    return workshop.add_bibs(50)


@contextmanager
def visiting(orchard: Orchard) -> Generator[Repository]:
    with orchard.site.store.read() as tx:
        repository = open_repository(tx)
        assert repository is not None
        yield repository


def page_of(orchard: Orchard, listing: Listing, *, headers_only: bool = False) -> Page:
    with visiting(orchard) as repository:
        page = repository.answer(ListRecords(listing, headers_only=headers_only))
    assert isinstance(page, Page)
    return page


def pages(orchard: Orchard, listing: Listing = ALL) -> Iterator[Page]:
    going_on: Listing | None = listing
    while going_on is not None:
        page = page_of(orchard, going_on)
        yield page
        going_on = page.next


def harvested(orchard: Orchard, listing: Listing = ALL) -> list[OaiRecord]:
    return [each for page in pages(orchard, listing) for each in page.records]


def objection(orchard: Orchard, request: Request) -> Objection:
    with visiting(orchard) as repository, pytest.raises(Objected) as objected:
        repository.answer(request)
    return objected.value.objection


def ids_of(records: list[OaiRecord]) -> list[str]:
    return sorted(each.mms_id for each in records)


def test_an_institution_without_its_profile_has_no_provider(orchard: Orchard) -> None:
    orchard.add_set("ALL")
    with orchard.site.store.read() as tx:
        assert open_repository(tx) is None


def test_everything_published_is_harvested_page_by_page(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open()
    orchard.publish(orchard.add_set("ALL"))
    found = list(pages(orchard))
    assert [len(page.records) for page in found] == [20, 20, 10]
    assert [page.listing.given for page in found] == [0, 20, 40]
    assert [page.listing.size for page in found] == [50, 50, 50]
    records = [each for page in found for each in page.records]
    at = NOON + timedelta(minutes=20)
    assert records == [
        OaiRecord(bib.mms_id, at, deleted=False, specs=("ALL",), marc=bib.marc)
        for bib in bibs
    ]


def test_a_page_that_is_just_full_is_the_last_one(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open(page_size="50")
    orchard.publish(orchard.add_set("ALL"))
    (page,) = pages(orchard)
    assert len(page.records) == len(bibs)
    assert page.listing.size is None


def test_headers_alone_leave_the_records_where_they_are(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open()
    orchard.publish(orchard.add_set("ALL"))
    page = page_of(orchard, ALL, headers_only=True)
    assert [each.mms_id for each in page.records] == [b.mms_id for b in bibs[:20]]
    assert {each.marc for each in page.records} == {b""}


def test_a_withdrawn_record_stays_as_deleted(orchard: Orchard, bibs: list[Bib]) -> None:
    orchard.open()
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    orchard.put(replace(bibs[3], suppressed=True))
    orchard.publish(profile)
    at = NOON + timedelta(minutes=40)
    gone = OaiRecord(bibs[3].mms_id, at, deleted=True, specs=("ALL",))
    assert harvested(orchard)[-1] == gone
    assert harvested(orchard, replace(ALL, since=at)) == [gone]


def test_bounds_are_kept_on_both_sides(orchard: Orchard, bibs: list[Bib]) -> None:
    orchard.open()
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    orchard.edit(bibs[0], "Changed")
    orchard.publish(profile)
    first = NOON + timedelta(minutes=20)
    second = orchard.site.clock.now()
    instant = timedelta(microseconds=1)
    wanted = {
        (first, first + instant): 49,
        (first, second): 49,
        (first + instant, second + instant): 1,
        (second, second + instant): 1,
    }
    for (since, before), count in wanted.items():
        listing = replace(ALL, since=since, before=before)
        assert len(harvested(orchard, listing)) == count
    for since, before in [
        (second + instant, None),
        (None, first),
        (first + instant, second),
    ]:
        nothing = ListRecords(replace(ALL, since=since, before=before))
        assert objection(orchard, nothing) is Objection.NO_RECORDS_MATCH


def test_a_record_of_several_sets_comes_once(orchard: Orchard, bibs: list[Bib]) -> None:
    ids = [bib.mms_id for bib in bibs]
    orchard.site.add_set(ids[:30])
    orchard.open()
    profiles = [
        orchard.add_set("ALL"),
        orchard.add_set("SOME", set="Set s1", include_suppressed="true"),
    ]
    for profile in profiles:
        orchard.publish(profile)
    orchard.edit(bibs[40], "Changed")
    orchard.put(replace(bibs[2], suppressed=True))
    for profile in profiles:
        orchard.publish(profile)
    records = {each.mms_id: each for each in harvested(orchard)}
    assert ids_of(harvested(orchard)) == ids
    assert records[ids[0]].specs == ("ALL", "SOME")
    assert records[ids[2]].specs == ("SOME",)
    assert records[ids[40]].specs == ("ALL",)
    some = harvested(orchard, replace(ALL, spec="SOME"))
    assert ids_of(some) == ids[:30]
    gone = {
        each.mms_id
        for each in harvested(orchard, replace(ALL, spec="ALL"))
        if each.deleted
    }
    assert gone == {ids[2]}


def test_one_record_is_given_by_its_id(orchard: Orchard, bibs: list[Bib]) -> None:
    orchard.open()
    orchard.publish(orchard.add_set("ALL"))
    with visiting(orchard) as repository:
        repository.answer(GetRecord(bibs[7].mms_id, Prefix.MARC21))
        repository.answer(ListFormats(bibs[7].mms_id))
    for request in (GetRecord("1", Prefix.MARC21), ListFormats("1")):
        assert objection(orchard, request) is Objection.ID_DOES_NOT_EXIST


def test_without_sets_there_is_nothing_to_harvest(orchard: Orchard) -> None:
    orchard.open()
    assert objection(orchard, ListSets()) is Objection.NO_SET_HIERARCHY
    of_set = ListRecords(replace(ALL, spec="ALL"))
    assert objection(orchard, of_set) is Objection.NO_SET_HIERARCHY
    assert objection(orchard, ListRecords(ALL)) is Objection.NO_RECORDS_MATCH
    orchard.add_set("SOME")
    assert objection(orchard, of_set) is Objection.NO_RECORDS_MATCH


def test_a_harvest_of_a_set_that_is_gone_cannot_go_on(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open()
    orchard.publish(orchard.add_set("ALL"))
    going_on = page_of(orchard, ALL).next
    assert going_on is not None
    assert bibs
    request = ListRecords(replace(going_on, spec="SOME"))
    assert objection(orchard, request) is Objection.BAD_RESUMPTION_TOKEN


def test_the_repository_knows_its_oldest_record(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open(repository_name="Our records")
    assert _identity(orchard) == Identity("Our records", "oai@example.org", NOON)
    orchard.publish(orchard.add_set("ALL"))
    orchard.publish(orchard.add_set("AGAIN"))
    assert _identity(orchard).earliest == NOON + timedelta(minutes=20)
    assert bibs


def _identity(orchard: Orchard) -> Identity:
    with visiting(orchard) as repository:
        answer = repository.answer(Identify())
    assert isinstance(answer, Identity)
    return answer


def test_a_record_that_changes_between_two_pages_still_comes(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    orchard.open()
    profile = orchard.add_set("ALL")
    orchard.publish(profile)
    coming = pages(orchard)
    seen = list(next(coming).records)
    orchard.edit(bibs[0], "Changed")  # was given
    orchard.edit(bibs[30], "Changed")  # is still to come
    orchard.put(replace(bibs[45], suppressed=True))
    orchard.publish(profile)
    seen += [each for page in coming for each in page.records]
    latest = {each.mms_id: each for each in seen}
    assert sorted(latest) == [bib.mms_id for bib in bibs]
    assert b"Changed" in latest[bibs[0].mms_id].marc
    assert b"Changed" in latest[bibs[30].mms_id].marc
    assert latest[bibs[45].mms_id].deleted


def test_what_a_run_is_about_to_commit_is_not_passed_by(
    orchard: Orchard, bibs: list[Bib]
) -> None:
    """It has its stamp, and is delivered; a harvester comes before the commit."""
    orchard.open()
    first = orchard.add_set("ALL")
    second = orchard.add_set("AGAIN", endpoint=orchard.add_kiosk())
    orchard.publish(first)
    ids = [bib.mms_id for bib in bibs]
    visits: list[tuple[datetime, list[str]]] = []

    def visit() -> None:
        orchard.edit(bibs[0], "Changed")
        orchard.publish(first)
        with visiting(orchard) as repository:
            visits.append((repository.complete_until, ids_of(harvested(orchard))))

    orchard.publish(second, during_delivery=visit)
    (began, seen), *_ = visits
    assert seen == ids[1:]
    with visiting(orchard) as repository:
        assert repository.complete_until == orchard.site.clock.now()
    assert ids_of(harvested(orchard, replace(ALL, since=began))) == ids


@pytest.mark.parametrize("seed", range(3))
def test_who_harvests_what_is_new_knows_what_is_published(
    orchard: Orchard, bibs: list[Bib], seed: int
) -> None:
    """Whatever changes, before and during the visits."""
    chance = Random(seed)  # noqa: S311 - to be repeated
    orchard.open(page_size="7")
    orchard.site.add_set([bib.mms_id for bib in bibs[::2]])
    profiles = [orchard.add_set("ALL"), orchard.add_set("SOME", set="Set s1")]
    known: dict[str, OaiRecord] = {}
    since: datetime | None = None
    for _ in range(ROUNDS):
        _change(orchard, bibs, chance)
        orchard.publish(chance.choice(profiles))
        since = _visit(orchard, since, known, lambda: _maybe(orchard, profiles, chance))
    _visit(orchard, since, known, lambda: None)
    assert {each: known[each] for each in sorted(known)} == _published(orchard)


def _visit(
    orchard: Orchard,
    since: datetime | None,
    known: dict[str, OaiRecord],
    meanwhile: Callable[[], object],
) -> datetime:
    """Harvest what is new, while more of it comes; return where to begin next time."""
    with visiting(orchard) as repository:
        complete_until = repository.complete_until
    try:
        for page in pages(orchard, replace(ALL, since=since)):
            known |= {each.mms_id: each for each in page.records}
            meanwhile()
    except Objected as objected:
        if objected.objection is not Objection.NO_RECORDS_MATCH:
            raise
    return complete_until


def _maybe(orchard: Orchard, profiles: list[str], chance: Random) -> None:
    """Publish now and then."""
    if chance.random() < 0.3:
        orchard.site.clock.move(timedelta(seconds=1))
        orchard.publish(chance.choice(profiles))


def _change(orchard: Orchard, bibs: list[Bib], chance: Random) -> None:
    for bib in chance.sample(bibs, 8):
        if chance.random() < 0.7:
            orchard.edit(bib, f"Title {chance.random()}")
        else:
            orchard.put(replace(bib, suppressed=chance.random() < 0.5))


def _published(orchard: Orchard) -> dict[str, OaiRecord]:
    return {each.mms_id: each for each in harvested(orchard)}
