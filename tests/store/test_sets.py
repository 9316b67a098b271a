"""Sets in the database: the port of the use cases, on real tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import Connection, insert

from almandine.engine.sets.ports import Combination, PlacedMember, SetFilter
from almandine.faults import InvalidQuery
from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import insert as insert_field
from almandine.records.marc.fields import data_field
from almandine.records.portfolio import Portfolio
from almandine.records.sets import RecordSet, SetType
from almandine.records.user import User
from almandine.store.records import SqlRecords
from almandine.store.sets import SqlSets
from almandine.store.tables.institution import institution
from databases.homes import Home
from unit.engine.sets.refusing import refusal_of

HERE: Final = "01ALM_INST"
ELSEWHERE: Final = "02ALM_INST"
NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPTY: Final = b"00026nam a2200025 a 4500\x1e\x1d"
"""A MARC record without fields."""

MAPS = RecordSet(
    set_id="1",
    name="Old Maps, 2026/11",
    content="BIB_MMS",
    type=SetType.ITEMIZED,
    created_by="exl_api",
    created_at=NOON,
    modified_at=NOON,
)
SPARE = replace(MAPS, set_id="2", name="Spare", created_at=NOON + timedelta(hours=1))
RESULT = replace(MAPS, set_id="3", name="Result")
ABOUT_MAPS = replace(
    MAPS,
    set_id="4",
    name="About maps",
    type=SetType.LOGICAL,
    query='BIB_MMS where BIB_MMS (title CONTAIN "maps")',
)
ABOUT_ITEMS = replace(MAPS, set_id="5", name="Things", content="ITEM")
EVERY_PAGE = {"limit": 10, "offset": 0}


def bib(mms_id: str, title: str, *numbers: tuple[str, str]) -> Bib:
    """Return a bib with a title and with numbers in $a, by tag."""
    marc = insert_field(EMPTY, data_field("245", "00", [("a", title)]))
    for tag, number in numbers:
        marc = insert_field(marc, data_field(tag, "  ", [("a", number)]))
    return Bib(mms_id, marc)


@pytest.fixture
def connection(blank_home: Home) -> Iterator[Connection]:
    database = blank_home.database()
    with database.writing() as opened:
        for number, code in enumerate((HERE, ELSEWHERE)):
            values = {
                "code": code,
                "name": code,
                "suffix": f"000{number}",
                "timezone": "Europe/Vienna",
                "currency": "EUR",
            }
            opened.execute(insert(institution).values(values))
        yield opened
    database.close()


@pytest.fixture
def records(connection: Connection) -> SqlRecords:
    kept = SqlRecords(connection, HERE, lambda: NOON)
    bibs = [
        bib("991", "Old maps", ("020", "0198526636"), ("035", "(OCoLC)42")),
        bib("992", "New maps", ("020", "9780198526636"), ("022", "2049-3630")),
        bib("993", "Globes", ("035", "(DE)7")),
    ]
    kept.write(Kind.BIB, bibs)
    kept.write(Kind.HOLDING, [Holding("221", "991", EMPTY)])
    kept.write(Kind.ITEM, [Item("231", "221", "991", barcode="390")])
    kept.write(Kind.PORTFOLIO, [Portfolio("531", "992")])
    ids = (("BARCODE", "card"), ("STUDENT", "007"))
    kept.write(Kind.USER, [User("anna", "Anna", "Berg", identifiers=ids)])
    return kept


@pytest.fixture
def sets(connection: Connection, records: SqlRecords) -> SqlSets:
    kept = SqlSets(connection, HERE)
    for each in (MAPS, SPARE, RESULT, ABOUT_MAPS, ABOUT_ITEMS):
        kept.add(each)
    return kept


def test_a_set_comes_back_as_it_was_stored(sets: SqlSets) -> None:
    assert sets.find("1") == MAPS
    assert sets.by_name("About maps") == ABOUT_MAPS


def test_an_unknown_set_is_none(sets: SqlSets) -> None:
    assert (sets.find("9"), sets.by_name("about maps")) == (None, None)


def test_an_updated_set_keeps_its_members(sets: SqlSets) -> None:
    sets.add_members("1", ["991"])
    renamed = replace(MAPS, name="Maps", private=False, active=False)
    sets.update(renamed)
    assert (sets.find("1"), sets.member_count(renamed)) == (renamed, 1)


def test_a_deleted_set_leaves_nothing_for_a_set_of_the_same_id(sets: SqlSets) -> None:
    sets.add_members("1", ["991"])
    sets.delete("1")
    assert sets.find("1") is None
    sets.add(MAPS)
    assert sets.member_count(MAPS) == 0


def test_deleting_one_set_leaves_the_others_alone(sets: SqlSets) -> None:
    sets.add_members("2", ["991"])
    sets.delete("1")
    assert sets.member_count(SPARE) == 1


def test_institutions_do_not_see_each_others_sets(
    sets: SqlSets, connection: Connection
) -> None:
    sets.add_members("1", ["991"])
    others = SqlSets(connection, ELSEWHERE)
    others.add(MAPS)
    others.update(replace(MAPS, name="Theirs"))
    others.replace_members("1", ["x", "y"])
    assert sets.find("1") == MAPS
    assert list(sets.member_ids(MAPS)) == [["991"]]
    assert others.page(SetFilter(), **EVERY_PAGE)[1] == 1


def test_the_newest_sets_come_first(sets: SqlSets) -> None:
    page, total = sets.page(SetFilter(), limit=2, offset=0)
    assert ([each.set_id for each in page], total) == (["2", "5"], 5)


def test_the_next_page_goes_on(sets: SqlSets) -> None:
    page, total = sets.page(SetFilter(), limit=2, offset=2)
    assert ([each.set_id for each in page], total) == (["4", "3"], 5)


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (SetFilter(name=("maps",)), {"1", "4"}),
        (SetFilter(name=("MAPS", "old")), {"1"}),
        (SetFilter(name=("2026/11",)), {"1"}),
        (SetFilter(name=("map",)), set[str]()),
        (SetFilter(name=("%",)), {"1", "2", "3", "4", "5"}),
        (SetFilter(created_by=("exl", "api")), {"1", "2", "3", "4", "5"}),
        (SetFilter(created_by=("anna",)), set[str]()),
        (SetFilter(type=SetType.LOGICAL), {"4"}),
        (SetFilter(content="ITEM"), {"5"}),
        (SetFilter(name=("maps",), type=SetType.ITEMIZED), {"1"}),
    ],
)
def test_a_filter_finds_whole_words_in_any_case(
    sets: SqlSets, which: SetFilter, found: set[str]
) -> None:
    page, total = sets.page(which, **EVERY_PAGE)
    assert ({each.set_id for each in page}, total) == (found, len(found))


def test_members_are_there_once_and_in_order(sets: SqlSets) -> None:
    sets.add_members("1", ["993", "991"])
    sets.add_members("1", ["992", "991"])
    assert list(sets.member_ids(MAPS)) == [["991", "992", "993"]]


def test_adding_nothing_adds_nothing(sets: SqlSets) -> None:
    sets.add_members("1", [])
    assert list(sets.member_ids(MAPS)) == []


def test_removed_members_are_gone_and_others_stay(sets: SqlSets) -> None:
    sets.add_members("1", ["991", "992"])
    sets.remove_members("1", ["991", "x"])
    assert list(sets.member_ids(MAPS)) == [["992"]]


def test_replacements_are_all_that_is_left(sets: SqlSets) -> None:
    sets.add_members("1", ["991", "992"])
    sets.replace_members("1", ["992", "993"])
    assert list(sets.member_ids(MAPS)) == [["992", "993"]]


def test_a_set_contains_its_own_members_only(sets: SqlSets) -> None:
    sets.add_members("1", ["991"])
    sets.add_members("2", ["992"])
    assert sets.contains("1", ["991", "992", "x"]) == {"991"}


def test_many_members_come_in_batches_that_leave_none_out(sets: SqlSets) -> None:
    ids = [f"{each:06}" for each in range(25_000)]
    sets.add_members("1", ids)
    batches = list(sets.member_ids(MAPS))
    assert [len(batch) for batch in batches] == [10_000, 10_000, 5_000]
    assert [each for batch in batches for each in batch] == ids


def test_a_page_of_bibs_shows_titles(sets: SqlSets) -> None:
    sets.add_members("1", ["991", "992", "993"])
    assert sets.members(MAPS, limit=1, offset=1) == (
        [PlacedMember("992", "New maps")],
        3,
    )


def test_a_member_whose_record_is_gone_has_only_its_id(sets: SqlSets) -> None:
    sets.add_members("5", ["239"])
    assert sets.members(ABOUT_ITEMS, **EVERY_PAGE) == ([PlacedMember("239", "")], 1)


@pytest.mark.parametrize(
    ("content", "member"),
    [
        ("ITEM", PlacedMember("231", "390, Old maps", ("991", "221"))),
        ("HOLDING", PlacedMember("221", "Old maps", ("991",))),
        ("PORTFOLIO", PlacedMember("531", "New maps", ("992",))),
        ("USER", PlacedMember("anna", "Berg, Anna")),
        ("IEP", PlacedMember("991", "Old maps")),
    ],
)
def test_members_of_each_content_are_named_and_placed(
    sets: SqlSets, content: str, member: PlacedMember
) -> None:
    of = replace(RESULT, content=content)
    sets.add_members("3", [member.record_id])
    assert sets.members(of, **EVERY_PAGE) == ([member], 1)


def test_a_logical_set_finds_its_members_anew(
    sets: SqlSets, records: SqlRecords
) -> None:
    assert sets.member_count(ABOUT_MAPS) == 2
    records.write(Kind.BIB, [bib("990", "Sea maps")])
    assert list(sets.member_ids(ABOUT_MAPS)) == [["990", "991", "992"]]
    assert sets.members(ABOUT_MAPS, limit=1, offset=2) == (
        [PlacedMember("992", "New maps")],
        3,
    )


def test_a_query_that_nothing_here_can_answer_is_refused(sets: SqlSets) -> None:
    query = 'BIB_MMS where AUTHORITY_MMS (all CONTAIN "maps")'
    refusal = refusal_of(lambda: sets.member_count(replace(ABOUT_MAPS, query=query)))
    reason = "Authorities are not linked to other records"
    assert refusal == InvalidQuery(query, reason, 1)


@pytest.mark.parametrize(
    ("how", "sources", "members"),
    [
        (Combination.AND, (MAPS, SPARE), ["992"]),
        (Combination.OR, (MAPS, SPARE), ["991", "992", "993"]),
        (Combination.NOT, (MAPS, SPARE), ["991"]),
        (Combination.NOT, (SPARE, MAPS), ["993"]),
        (Combination.NOT, (MAPS, MAPS), []),
        (Combination.AND, (SPARE, ABOUT_MAPS), ["992"]),
        (Combination.NOT, (MAPS, SPARE, ABOUT_MAPS), []),
        (Combination.OR, (ABOUT_MAPS, SPARE, MAPS), ["991", "992", "993"]),
        (Combination.OR, (ABOUT_MAPS,), ["991", "992"]),
    ],
)
def test_a_set_is_filled_with_what_others_give(
    sets: SqlSets,
    how: Combination,
    sources: tuple[RecordSet, ...],
    members: list[str],
) -> None:
    sets.add_members("1", ["991", "992"])
    sets.add_members("2", ["992", "993"])
    assert sets.fill("3", how, sources) == len(members)
    assert [each for batch in sets.member_ids(RESULT) for each in batch] == members


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("BIB_MMS", {"991", "992", "993"}),
        ("IEP", {"991"}),
        ("IEE", {"992"}),
        ("IE", {"991", "992"}),
        ("IED", set[str]()),
        ("AUTHORITY_MMS", set[str]()),
        ("HOLDING", {"221"}),
        ("ITEM", {"231"}),
        ("PORTFOLIO", {"531"}),
        ("USER", {"anna"}),
    ],
)
def test_only_records_of_the_content_exist_for_it(
    sets: SqlSets, content: str, found: set[str]
) -> None:
    asked = ["991", "992", "993", "221", "231", "531", "anna", "x"]
    assert sets.existing(content, asked) == found


@pytest.mark.parametrize(
    ("content", "id_type", "values", "found"),
    [
        ("ITEM", "BARCODE", ["390", "x"], {"390": ["231"]}),
        ("BIB_MMS", "ISBN", ["0-19-852663-6"], {"0-19-852663-6": ["991", "992"]}),
        ("IEE", "ISBN", ["0-19-852663-6"], {"0-19-852663-6": ["992"]}),
        ("BIB_MMS", "ISSN", ["20493630"], {"20493630": ["992"]}),
        ("BIB_MMS", "OCLC_NUMBER", ["0042", "43"], {"0042": ["991"]}),
        ("BIB_MMS", "SYSTEM_NUMBER", ["(DE)7"], {"(DE)7": ["993"]}),
        ("BIB_MMS", "SYSTEM_NUMBER", ["9780198526636"], {}),
        ("USER", "STUDENT", ["007", "card"], {"007": ["anna"]}),
        ("USER", "", ["007", "card"], {"007": ["anna"], "card": ["anna"]}),
    ],
)
def test_an_identifier_names_the_records_that_have_it(
    sets: SqlSets,
    content: str,
    id_type: str,
    values: list[str],
    found: dict[str, list[str]],
) -> None:
    assert sets.identify(content, id_type, values) == found
