from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.members import range_size, regroup
from unit.engine.test_report import CHANGING, EXPORTING, Nothing


def test_no_members_make_no_range() -> None:
    assert list(regroup([], 3)) == []


def test_the_last_range_may_be_short() -> None:
    assert list(regroup([["1", "2"], ["3", "4"]], 3)) == [["1", "2", "3"], ["4"]]


@given(
    st.lists(st.lists(st.text("0123456789", min_size=1), max_size=7), max_size=9),
    st.integers(1, 10),
)
def test_regrouping_keeps_ids_and_order_and_fills_every_range_but_the_last(
    batches: list[list[str]], size: int
) -> None:
    ranges = list(regroup(batches, size))
    assert [one for each in ranges for one in each] == [
        one for batch in batches for one in batch
    ]
    assert all(len(each) == size for each in ranges[:-1])


def test_a_job_that_makes_one_file_takes_the_usual_ranges() -> None:
    assert range_size(CHANGING, Nothing(), 10) == 10
    assert range_size(EXPORTING, Nothing(), 10) == 10
