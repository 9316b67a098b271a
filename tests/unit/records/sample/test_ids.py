"""Ids and standard numbers."""

from almandine.records.sample import ids


def test_ids_end_in_the_digits_of_the_institution() -> None:
    made = [
        ids.mms_id(7),
        ids.holding_id(7, 1),
        ids.item_pid(7, 1, 2),
        ids.portfolio_pid(7),
        ids.collection_id(7),
        ids.package_id(7),
        ids.request_id(7),
    ]
    assert made == [
        "999000000000070101",
        "2290000007010101",
        "2390000007120101",
        "5390000000070101",
        "8190000000070101",
        "6190000000070101",
        "8890000000070101",
    ]


def test_ids_of_the_last_of_ten_million_titles_are_as_long_as_those_of_the_first() -> (
    None
):
    last = 9_999_999
    assert len(ids.mms_id(last)) == len(ids.mms_id(0))
    assert len(ids.item_pid(last, 9, 9)) == len(ids.item_pid(0, 0, 0))
    assert len(ids.holding_id(last, 9)) == len(ids.holding_id(0, 0))


def test_a_barcode_names_title_shelf_and_copy() -> None:
    assert ids.barcode(7, 1, 2) == "39000000000712"


def test_the_check_digit_of_an_isbn_makes_its_weighted_sum_a_multiple_of_ten() -> None:
    for identity in range(200):
        digits = [int(digit) for digit in ids.isbn(identity).decode()]
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_the_check_character_of_an_issn_makes_its_weighted_sum_a_multiple_of_11() -> (
    None
):
    for identity in range(200):
        characters = ids.issn(identity).decode().replace("-", "")
        digits = [10 if one == "X" else int(one) for one in characters]
        weighted = sum(
            digit * weight
            for digit, weight in zip(digits, range(8, 0, -1), strict=True)
        )
        assert weighted % 11 == 0


def test_no_standard_number_comes_twice() -> None:
    many = range(20_000)
    assert len({ids.isbn(each) for each in many}) == len(many)
    assert len({ids.issn(each) for each in many}) == len(many)
    assert len({ids.oclc(each) for each in many}) == len(many)
