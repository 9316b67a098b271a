from almandine.store.words import FOLDING, change_lines, lines_of, words_of


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert words_of("Brontë, Emily -- Wuthering_Heights!") == (
        "bronte emily wuthering heights"
    )


def test_characters_of_unspaced_scripts_are_words() -> None:
    assert words_of("中国 history") == "中 国 history"


def test_each_value_stands_between_line_marks() -> None:
    assert lines_of(["Emma", "", "Sense & sensibility"]) == (
        " \n emma \n sense sensibility \n "
    )


def test_values_without_words_leave_nothing() -> None:
    assert lines_of(["", "…"]) == ""


def test_values_fold_together_as_they_fold_alone() -> None:
    values = ["plain", "Ünïcode", "", "a\x1eb", "ﬁne"]
    assert FOLDING.words([value.encode() for value in values]) == [
        words_of(value) for value in values
    ]


def test_subfield_codes_are_no_words() -> None:
    assert FOLDING.words([b"\x1faEmma\x1f", b"\x1fbx\x1fcy"]) == ["emma", "x y"]


def test_a_column_changes_as_if_it_were_written_anew() -> None:
    column = lines_of(["a b", "a b", "c"])
    assert change_lines(column, ["c", "a b", ""], ["b", ""]) == lines_of(["a b", "b"])


def test_a_column_may_lose_all_and_gain_the_first() -> None:
    assert change_lines(lines_of(["a"]), ["a"], []) == ""
    assert change_lines("", [], ["a"]) == lines_of(["a"])


def test_a_column_without_the_value_that_goes_is_not_changed() -> None:
    assert change_lines(lines_of(["a b"]), ["a"], ["c"]) is None
