"""Publishing a set: titles that enter and leave it, and sets that change."""

import pytest

from almandine.engine.run import Status
from almandine.faults import Refused, WrongContent
from almandine.records.bib import Bib
from store.newsstand import KIOSK, Newsstand, counted
from store.workshop import Workshop


@pytest.fixture
def bibs(workshop: Workshop) -> list[Bib]:
    return workshop.add_bibs(70)


def test_titles_enter_and_leave_with_the_set(stand: Newsstand, bibs: list[Bib]) -> None:
    ids = [bib.mms_id for bib in bibs]
    stand.site.add_set(ids[:40])
    stand.open(set="Set s1")
    assert counted(stand.publish()) == [40, 0, 0, 0, 0, 0, 40]
    with stand.site.store.write() as tx:
        tx.sets.remove_members("s1", ids[:2])
        tx.sets.add_members("s1", ids[40:45])
    stand.edit(bibs[69], "Not in the set")
    stand.edit(bibs[39], "In the set")
    assert counted(stand.publish()) == [5, 1, 2, 0, 0, 0, 8]
    stand.catch_up()
    assert sorted(stand.known) == ids[2:45]


def test_a_profile_without_its_set_publishes_the_rest_too(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    ids = [bib.mms_id for bib in bibs]
    stand.site.add_set(ids[:40])
    stand.open(set="Set s1")
    stand.publish()
    stand.catch_up()
    stand.site.set_job_settings("S90", endpoint=KIOSK)
    assert counted(stand.publish()) == [30, 0, 0, 0, 40, 0, 30]
    assert stand.catch_up() == (ids[40:], [])


def test_another_set_withdraws_and_publishes_what_differs_and_looks_at_no_more(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    ids = [bib.mms_id for bib in bibs]
    stand.site.add_set(ids[:40])
    stand.site.add_set(ids[30:], set_id="s2")
    stand.open(set="s1")
    stand.publish()
    stand.site.set_job_settings("S90", endpoint=KIOSK, set="s2")
    assert counted(stand.publish()) == [30, 0, 30, 0, 0, 0, 60]


def test_a_set_of_items_is_refused_before_a_run_is_there(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.site.add_set(["231"], content="ITEM")
    stand.open(set="Set s1")
    with pytest.raises(Refused) as refused:
        stand.publish()
    assert refused.value.refusal == WrongContent("s1", "ITEM", "BIB_MMS")
    assert bibs


@pytest.mark.parametrize("content", [None, "ITEM"], ids=["gone", "of items"])
def test_a_set_that_changes_while_the_run_waits_withdraws_nothing(
    stand: Newsstand, bibs: list[Bib], content: str | None
) -> None:
    stand.site.add_set([bib.mms_id for bib in bibs])
    stand.open(set="s1")
    stand.publish()
    run = stand.site.submit("S90")
    with stand.site.store.write() as tx:
        tx.sets.delete("s1")
    if content:
        stand.site.add_set(["231"], content=content)
    stand.site.at_bench().execute(run.run_id)
    assert stand.site.run_of(run.run_id).status is Status.FAILED
    assert "set s1 " in stand.site.events_of(run.run_id)[0].message
    assert not list(stand.kiosk.glob("*_delete*"))
