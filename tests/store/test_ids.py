import pytest

from almandine.store.ids import PREFIXES, SqlIds
from store.shelves import CODE, OTHER, Shelves


def test_ids_have_the_prefix_of_their_kind_and_end_in_the_suffix(
    shelves: Shelves,
) -> None:
    with shelves.connection() as connection:
        ids = SqlIds(connection, CODE)
        assert [*ids.next("bib"), *ids.next("holding"), *ids.next("item")] == [
            "990000000000016421",
            "2200000000016421",
            "2300000000016421",
        ]


def test_a_run_gets_two_neighbouring_ids(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        assert SqlIds(connection, CODE).next("run", 2) == [
            "1700000000016421",
            "1700000000026421",
        ]


def test_ids_go_on_where_the_last_transaction_stopped(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        first = SqlIds(connection, CODE).next("set", 3)
    with shelves.connection() as connection:
        assert SqlIds(connection, CODE).next("set")[0] > first[-1]


def test_institutions_count_for_themselves(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        SqlIds(connection, CODE).next("set", 5)
        assert SqlIds(connection, OTHER).next("set") == ["9500000000017000"]


def test_a_reserved_id_is_not_given(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        ids = SqlIds(connection, CODE)
        ids.reserve("bib", ["990000000000056421", "990000000000026421", "123"])
        assert ids.next("bib") == ["990000000000066421"]


def test_reserving_less_than_was_given_changes_nothing(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        ids = SqlIds(connection, CODE)
        ids.next("bib", 9)
        ids.reserve("bib", ["990000000000056421"])
        assert ids.next("bib") == ["990000000000106421"]


def test_asking_for_no_ids_gives_none(shelves: Shelves) -> None:
    with shelves.connection() as connection:
        assert not SqlIds(connection, CODE).next("bib", 0)


def test_an_unknown_kind_has_no_ids(shelves: Shelves) -> None:
    with shelves.connection() as connection, pytest.raises(KeyError):
        SqlIds(connection, CODE).next("loan")


def test_no_two_kinds_share_a_prefix() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
