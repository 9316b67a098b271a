"""What changed goes to files; what is out there already does not."""

import re
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

import pytest
from sqlalchemy import select

from almandine.engine.run import Status
from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import set_leader
from almandine.records.marc.fields import control_field, data_field
from almandine.records.marc.oversized import Oversized
from almandine.records.portfolio import Portfolio
from almandine.store.database import Database
from almandine.store.tables.institution import institution
from store.newsstand import KIOSK, Newsstand, counted, unpacked
from store.workshop import Workshop, bib_of

ROUNDS: Final = 12


@pytest.fixture
def bibs(workshop: Workshop) -> list[Bib]:
    return workshop.add_bibs(70)


def test_the_first_run_publishes_everything(stand: Newsstand, bibs: list[Bib]) -> None:
    stand.open()
    run = stand.publish()
    assert run.status is Status.COMPLETED_SUCCESS
    assert counted(run) == [70, 0, 0, 0, 0, 0, 70]
    assert stand.catch_up() == ([bib.mms_id for bib in bibs], [])


def test_nothing_changed_means_no_file(stand: Newsstand, bibs: list[Bib]) -> None:
    stand.open()
    stand.publish()
    stand.catch_up()
    run = stand.publish()
    assert run.status is Status.COMPLETED_NO_BULKS
    assert stand.catch_up() == ([], [])
    assert bibs


def test_a_change_is_published_and_a_mere_touch_is_not(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open()
    stand.publish()
    stand.catch_up()
    stand.edit(bibs[3], "Another title")
    stand.touch(bibs[4], "20261127120000.0")
    run = stand.publish()
    assert counted(run) == [0, 1, 0, 0, 1, 0, 1]
    assert stand.catch_up() == ([bibs[3].mms_id], [])
    assert b"Another title" in stand.known[bibs[3].mms_id]


def test_a_suppressed_title_is_withdrawn_whole_and_comes_back_as_new(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open()
    stand.publish()
    stand.catch_up()
    stand.put(replace(bibs[0], suppressed=True))
    assert counted(stand.publish()) == [0, 0, 1, 0, 0, 0, 1]
    name = next(path for path in stand.kiosk.glob("*_delete*"))
    assert b"<leader>00081dam" in unpacked(name)
    assert b"Title 1<" in unpacked(name)
    assert stand.catch_up() == ([], [bibs[0].mms_id])
    stand.put(bibs[0])
    assert counted(stand.publish()) == [1, 0, 0, 0, 0, 0, 1]


def test_a_title_that_never_was_out_there_is_filtered(stand: Newsstand) -> None:
    stand.open()
    stand.put(replace(bib_of(1), suppressed=True), bib_of(2))
    deleted = bib_of(3)
    stand.put(replace(deleted, marc=set_leader(deleted.marc, 5, "d")))
    assert counted(stand.publish()) == [1, 0, 0, 0, 0, 2, 1]


def test_suppressed_titles_are_published_where_the_profile_wants_them(
    stand: Newsstand,
) -> None:
    stand.open(include_suppressed="true")
    stand.put(replace(bib_of(1), suppressed=True))
    assert counted(stand.publish()) == [1, 0, 0, 0, 0, 0, 1]


def test_a_changed_holding_or_portfolio_changes_its_title(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open(holdings_field="852", portfolios_field="856")
    stand.publish()
    stand.catch_up()
    holding = Holding("22", bibs[5].mms_id, b"", "MAIN", "STACKS", "0", "QK 495")
    portfolio = Portfolio("53", bibs[6].mms_id, "https://example.org/6")
    with stand.site.store.write() as tx:
        tx.records.write(Kind.HOLDING, [holding])
        tx.records.write(Kind.PORTFOLIO, [portfolio])
    assert counted(stand.publish()) == [0, 2, 0, 0, 0, 0, 2]
    stand.catch_up()
    assert b'<subfield code="h">QK 495</subfield>' in stand.known[bibs[5].mms_id]
    assert b"https://example.org/6" in stand.known[bibs[6].mms_id]


LAW: Final = """
[[libraries]]
code = "LAW"
name = "Law library"
locations = [{ code = "HIDDEN", name = "Cellar", suppressed = %s }]
"""


def test_what_is_at_a_suppressed_location_is_left_out_and_comes_back(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    mms_id = bibs[5].mms_id
    holdings = [
        Holding("221", mms_id, b"", "LAW", "HIDDEN", "1", "KF 1"),
        Holding("222", mms_id, b"", "MAIN", "HIDDEN", "1", "QK 1"),
    ]
    items = [
        Item("231", "221", mms_id, "B231", "LAW", "HIDDEN"),
        Item("232", "222", mms_id, "B232", "MAIN", "S", "LAW", "HIDDEN"),
        Item("233", "221", mms_id, "B233", "LAW", "HIDDEN", "MAIN", "S"),
    ]
    with stand.site.store.write() as tx:
        tx.records.write(Kind.HOLDING, holdings)
        tx.records.write(Kind.ITEM, items)
    stand.set_up(LAW % "true")
    stand.open(holdings_field="852", items_field="876")
    stand.publish()
    stand.catch_up()
    shown = re.findall(rb"KF 1|QK 1|B23.", stand.known[mms_id])
    assert shown == [b"QK 1", b"B233"]
    stand.set_up(LAW % "false")
    assert counted(stand.publish()) == [0, 1, 0, 0, 69, 0, 1]
    stand.catch_up()
    shown = re.findall(rb"KF 1|QK 1|B23.", stand.known[mms_id])
    assert shown == [b"KF 1", b"QK 1", b"B231", b"B232", b"B233"]


NOVELS: Final = """
[[collections]]
id = "810101"
name = "%s"
"""


def test_a_renamed_collection_changes_its_members(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.set_up(NOVELS % "Novels")
    stand.put(replace(bibs[7], collections=("810101",)))
    stand.open(collections_field="966")
    stand.publish()
    stand.set_up(NOVELS % "Fiction")
    assert counted(stand.publish()) == [0, 1, 0, 0, 69, 0, 1]
    stand.catch_up()
    assert b">Fiction<" in stand.known[bibs[7].mms_id]


def test_another_field_for_holdings_publishes_what_it_changes(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    with stand.site.store.write() as tx:
        tx.records.write(
            Kind.HOLDING, [Holding("22", bibs[5].mms_id, b"", "MAIN", "S")]
        )
    stand.open(holdings_field="852")
    stand.publish()
    stand.site.set_job_settings("S90", endpoint=KIOSK, holdings_field="952")
    assert counted(stand.publish()) == [0, 1, 0, 0, 69, 0, 1]


def test_what_has_left_the_repository_is_withdrawn_once_all_is_looked_at(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open()
    stand.publish()
    stand.catch_up()
    stand.site.home.execute(f"DELETE FROM bib WHERE mms_id = '{bibs[3].mms_id}'")  # noqa: S608 - an id
    stand.site.set_job_settings("S90", endpoint=KIOSK, include_suppressed="true")
    assert counted(stand.publish()) == [0, 0, 1, 0, 69, 0, 1]
    assert stand.catch_up() == ([], [bibs[3].mms_id])


def test_what_was_not_delivered_is_taken_up_by_the_next_run(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open()
    stand.kiosk.write_text("not a directory")
    run = stand.publish()
    assert run.status is Status.COMPLETED_FAILED
    assert [each.code for each in run.counters][-1] == "FTP has failed."
    assert len(stand.site.files_of(run.run_id)) == 1
    stand.kiosk.unlink()
    assert counted(stand.publish()) == [70, 0, 0, 0, 0, 0, 70]
    assert len(stand.catch_up()[0]) == len(bibs)
    assert _issues(stand) == _out_there(stand)


def test_what_was_issued_is_kept_until_it_is_issued_again(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open()
    first = stand.publish().run_id
    stand.edit(bibs[3], "Changed")
    second = stand.publish().run_id
    expected = [(first, each.mms_id) for each in bibs]
    expected[3] = (second, bibs[3].mms_id)
    assert _issues(stand) == _out_there(stand) == sorted(expected)


def _issues(stand: Newsstand) -> list[tuple[object, ...]]:
    return sorted(stand.site.home.rows("SELECT run_id, mms_id FROM issue"))


def _out_there(stand: Newsstand) -> list[tuple[object, ...]]:
    return sorted(stand.site.home.rows("SELECT run_id, mms_id FROM published"))


def test_a_record_that_fails_is_tried_again(stand: Newsstand, bibs: list[Bib]) -> None:
    long = "x" * 9_000
    fields = [Portfolio(f"53{n}", bibs[0].mms_id, long) for n in range(12)]
    with stand.site.store.write() as tx:
        tx.records.write(Kind.PORTFOLIO, fields)
    stand.open(portfolios_field="856", output_format="BINARY")
    run = stand.publish()
    assert (run.status, counted(run)) == (
        Status.COMPLETED_FAILED,
        [69, 0, 0, 1, 0, 0, 69],
    )
    assert counted(stand.publish()) == [0, 0, 0, 1, 0, 0, 0]


def test_a_record_that_iso_2709_has_no_room_for_is_published_and_withdrawn(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    mms_id = bibs[0].mms_id
    long = [Portfolio(f"53{n}", mms_id, "x" * 9_000) for n in range(12)]
    kept = Oversized(
        "01234nam a2200049 a 4500",
        [
            control_field("001", "ocm1"),
            control_field("005", "20261127120000.0"),
            *[data_field("500", "  ", [("a", "x" * 9_000)])] * 12,
        ],
    )
    stand.put(Bib("9999", kept.marcxml))
    with stand.site.store.write() as tx:
        tx.records.write(Kind.PORTFOLIO, [*long, Portfolio("999", "9999", "https://e")])
    stand.open(portfolios_field="856")
    assert counted(stand.publish()) == [71, 0, 0, 0, 0, 0, 71]
    stand.catch_up()
    assert stand.known[mms_id].count(b"x" * 9_000) == 12
    assert b"https://e" in stand.known["9999"]
    stand.site.clock.move(timedelta(seconds=1))
    touched = kept.with_fields("005", [control_field("005", "20261128120000.0")])
    stand.put(Bib("9999", touched.marcxml))
    assert counted(stand.publish()) == [0, 0, 0, 0, 1, 0, 0]
    stand.put(replace(bibs[0], suppressed=True))
    stand.put(Bib("9999", touched.marcxml, suppressed=True))
    stand.publish()
    assert stand.catch_up() == ([], sorted([mms_id, "9999"]))


@pytest.mark.parametrize("compression", ["NONE", "TAR_GZ", "ZIP"])
def test_files_hold_as_many_records_as_the_profile_says(
    stand: Newsstand, bibs: list[Bib], compression: str
) -> None:
    stand.open(records_per_file="32", compression=compression, file_prefix="news")
    stand.publish()
    names = sorted(path.name for path in stand.kiosk.iterdir())
    assert [name.split("_")[0] for name in names] == ["news"] * 3
    sizes = [
        unpacked(path).count(b"<record>") for path in sorted(stand.kiosk.iterdir())
    ]
    assert sizes == [32, 32, 6]
    assert stand.catch_up()[0] == [bib.mms_id for bib in bibs]


def test_alma_spells_the_time_in_its_names_as_receivers_know_it(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open(alma_file_names="true", compression="TAR_GZ")
    run = stand.publish()
    # 12:20 at noon UTC is 13:20 in Vienna: date, hour, month, second, minutes.
    names = [path.name for path in stand.kiosk.iterdir()]
    assert names == [f"publish_{run.run_id}_20261123_131100[020]_new.xml.tar.gz"]
    assert bibs


def test_another_format_publishes_everything_anew(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open(output_format="MARC21")
    stand.publish()
    for name, counts in (
        ("BINARY", []),  # another name of the same
        ("MARC21_XML", [0, 70, 0, 0, 0, 0, 70]),
        ("MARC21", [0, 70, 0, 0, 0, 0, 70]),
    ):
        stand.site.set_job_settings("S90", endpoint=KIOSK, output_format=name)
        assert counted(stand.publish()) == counts
    assert bibs


def test_binary_files_hold_the_records_as_they_are(
    stand: Newsstand, bibs: list[Bib]
) -> None:
    stand.open(output_format="BINARY")
    stand.publish()
    (path,) = stand.kiosk.iterdir()
    assert path.name.endswith("_new.mrc")
    assert path.read_bytes() == b"".join(bib.marc for bib in bibs)


@pytest.mark.parametrize("seed", range(3))
def test_who_reads_all_files_knows_what_is_published(
    stand: Newsstand, bibs: list[Bib], seed: int
) -> None:
    """Whatever changes, and whichever deliveries fail in between."""
    chance = Random(seed)  # noqa: S311 - to be repeated
    stand.site.add_set([bib.mms_id for bib in bibs[::2]])
    stand.open(set="s1", compression=chance.choice(["NONE", "ZIP"]))
    for _ in range(ROUNDS):
        for bib in chance.sample(bibs, 5):
            stand.put(replace(bib, suppressed=chance.random() < 0.3))
            if chance.random() < 0.5:
                stand.edit(bib, f"Title {chance.random()}")
        joined = [bib.mms_id for bib in chance.sample(bibs, 3)]
        left = [bib.mms_id for bib in chance.sample(bibs, 3)]
        with stand.site.store.write() as tx:
            tx.sets.add_members("s1", joined)
            tx.sets.remove_members("s1", left)
        if chance.random() < 0.3:
            _fail_to_publish(stand)
        else:
            stand.publish()
            stand.catch_up()
    stand.publish()
    stand.catch_up()
    assert sorted(stand.known) == _publishable(stand, bibs)


def _fail_to_publish(stand: Newsstand) -> None:
    aside = stand.kiosk.with_name("aside")
    if stand.kiosk.exists():
        stand.kiosk.rename(aside)
    stand.kiosk.write_text("in the way")
    stand.publish()
    stand.kiosk.unlink()
    if aside.exists():
        aside.rename(stand.kiosk)


def _publishable(stand: Newsstand, bibs: list[Bib]) -> list[str]:
    ids = [bib.mms_id for bib in bibs]
    with stand.site.store.read() as tx:
        members = tx.sets.contains("s1", ids)
    stored = stand.site.bibs(ids)
    return [
        bib.mms_id for bib in stored if bib.mms_id in members and not bib.suppressed
    ]


def test_changes_that_others_have_not_committed_are_still_to_come(
    fresh_database: Database,
) -> None:
    if not fresh_database.is_shared:
        pytest.skip("SQLite has one writer")
    with fresh_database.writing() as reader, fresh_database.writing() as writer:
        reader.execute(select(institution))
        stamped = fresh_database.stamp(writer)
        with fresh_database.writing() as looking:
            assert fresh_database.settled(looking) < stamped
    with fresh_database.writing() as looking:
        assert fresh_database.settled(looking) > stamped
