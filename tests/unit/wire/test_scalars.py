"""Single values: strict when written, tolerant when read."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from almandine.wire.scalars import SCALARS, spell
from almandine.wire.tree import Leaf, Tree, UnreadableError


def shown(value: object) -> object:
    return SCALARS[type(value)].show(value)


def read(kind: type, tree: Tree) -> object:
    return SCALARS[kind].read(tree)


@pytest.mark.parametrize(
    ("instant", "spelling"),
    [
        (datetime(2025, 10, 5, 9, 11, 32, 592_000, UTC), "2025-10-05T09:11:32.592Z"),
        (datetime(2025, 10, 5, 9, 11, 32, 0, UTC), "2025-10-05T09:11:32.000Z"),
        (datetime(2025, 10, 5, 9, 11, 32, 999_999, UTC), "2025-10-05T09:11:32.999Z"),
        (
            datetime(2025, 10, 5, 1, 0, tzinfo=timezone(timedelta(hours=2))),
            "2025-10-04T23:00:00.000Z",
        ),
    ],
)
def test_an_instant_has_exactly_three_digits_and_z(
    instant: datetime, spelling: str
) -> None:
    assert shown(instant) == spelling


@pytest.mark.parametrize(
    "spelling",
    [
        "2025-10-05T09:11:32Z",
        "2025-10-05T09:11:32.000Z",
        " 2025-10-05T09:11:32 ",
        "2025-10-05T11:11:32+02:00",
    ],
)
def test_an_instant_is_read_in_each_spelling_that_clients_send(spelling: str) -> None:
    assert read(datetime, spelling) == datetime(2025, 10, 5, 9, 11, 32, 0, UTC)


def test_a_day_has_a_z() -> None:
    assert shown(date(2025, 10, 5)) == "2025-10-05Z"


@pytest.mark.parametrize("spelling", ["2025-10-05Z", "2025-10-05", "2025-10-05+02:00"])
def test_a_day_is_read_whatever_its_zone(spelling: str) -> None:
    assert read(date, spelling) == date(2025, 10, 5)


@pytest.mark.parametrize(
    ("number", "leaf"), [(100.0, 100), (42.5, 42.5), (0.0, 0), (1e300, 1e300)]
)
def test_a_number_has_no_trailing_zero(number: float, leaf: float) -> None:
    assert (shown(number), type(shown(number))) == (leaf, type(leaf))


@pytest.mark.parametrize(
    ("tree", "text"),
    [("x", "x"), (7, "7"), (7.0, "7"), (7.5, "7.5"), (True, "true"), (False, "false")],
)
def test_text_is_read_from_whatever_stands_there(tree: Tree, text: str) -> None:
    assert read(str, tree) == text


@pytest.mark.parametrize(
    ("kind", "tree", "value"),
    [
        (int, 7, 7),
        (int, " 7 ", 7),
        (int, "-7", -7),
        (float, 7, 7.0),
        (float, "42.5", 42.5),
        (bool, True, True),
        (bool, "False", False),
        (bool, "1", True),
    ],
)
def test_a_value_is_read_from_its_text(kind: type, tree: Tree, value: object) -> None:
    assert read(kind, tree) == value


@pytest.mark.parametrize(
    ("kind", "tree", "problem"),
    [
        (str, [], "expected text, found a list"),
        (str, {}, "expected text, found an object"),
        (str, 10**18, "expected text, found a number"),
        (int, "x", "expected a whole number, found 'x'"),
        (int, True, "expected a whole number, found true or false"),
        (int, 10**18, "expected a whole number, found a number"),
        (int, "9" * 19, f"expected a whole number, found '{'9' * 19}'"),
        (float, "x", "expected a number, found 'x'"),
        (float, "nan", "expected a number, found 'nan'"),
        (float, 10**400, "expected a number, found a number"),
        (float, True, "expected a number, found true or false"),
        (bool, "yes", "expected true or false, found 'yes'"),
        (bool, 1, "expected true or false, found a number"),
        (
            datetime,
            "today",
            "expected a time like 2025-10-05T09:11:32.592Z, found 'today'",
        ),
        (
            datetime,
            "0001-01-01T00:00:00+02:00",
            (
                "expected a time like 2025-10-05T09:11:32.592Z,"
                " found '0001-01-01T00:00:00+02:00'"
            ),
        ),
        (date, "5.10.2025", "expected a date like 2025-10-05Z, found '5.10.2025'"),
    ],
)
def test_what_misfits_is_named(kind: type, tree: Tree, problem: str) -> None:
    with pytest.raises(UnreadableError) as unreadable:
        read(kind, tree)
    assert unreadable.value.problem == problem


@pytest.mark.parametrize(
    ("leaf", "text"), [(True, "true"), (False, "false"), (7, "7"), ("x", "x")]
)
def test_a_leaf_is_spelt_as_in_json(leaf: Leaf, text: str) -> None:
    assert spell(leaf) == text
