"""Words that fit together."""

import pytest

from almandine.records.sample.language import Language, Word, compounds, word, words
from almandine.records.sample.languages import LATIN, ORIGINAL_SCRIPT
from almandine.records.sample.languages.english import ENGLISH
from almandine.records.sample.languages.japanese import JAPANESE
from almandine.records.sample.languages.russian import RUSSIAN
from almandine.records.sample.subjects import SUBJECTS

ALL = sorted({*LATIN, *ORIGINAL_SCRIPT}, key=lambda language: language.code)


def named(language: Language) -> str:
    return language.code.decode()


def all_words(language: Language) -> list[Word]:
    lists = (
        language.heads,
        language.topics,
        language.places,
        language.families,
        language.givens,
        language.cities,
    )
    single = [language.serial, language.chart, language.publisher]
    return [each for words in lists for each in words] + single


def test_a_list_of_words_is_parted_by_semicolons() -> None:
    assert words("reki=реки; sady=сады") == (word("reki=реки"), word("sady=сады"))


def test_a_word_without_original_is_written_in_latin_letters() -> None:
    assert word("gardens") == Word(b"gardens", b"")


def test_compounds_put_every_beginning_before_every_end() -> None:
    made = [each.latin for each in compounds("Ash Oak", "ford ley")]
    assert made == [b"Ashford", b"Ashley", b"Oakford", b"Oakley"]


def test_an_english_title_reads_head_topic_place() -> None:
    parts = (word("A history of"), word("rivers"), word("in Oakley"))
    assert ENGLISH.title(*parts) == Word(b"A history of rivers in Oakley")


def test_a_japanese_title_reads_place_topic_head_without_spaces() -> None:
    parts = (word("chizu=地図"), word("kawa no=川の"), word("Tosa no=土佐の"))
    latin, original = JAPANESE.title(*parts)
    assert (latin, original.decode()) == (b"Tosa no kawa no chizu", "土佐の川の地図")


def test_a_publishing_house_is_named_in_both_scripts() -> None:
    latin, original = RUSSIAN.house(word("Ozerov=Озеров"))
    named = (latin.decode(), original.decode())
    assert named == ("Izdatel'stvo Ozerov", "Издательство Озеров")


@pytest.mark.parametrize("language", ALL, ids=named)
def test_a_language_has_a_word_for_every_subject(language: Language) -> None:
    assert len(language.topics) == len(SUBJECTS)


@pytest.mark.parametrize("language", ALL, ids=named)
def test_the_codes_of_a_language_have_the_length_marc_gives_them(
    language: Language,
) -> None:
    lengths = (len(language.code), len(language.country), len(language.area_code))
    assert lengths == (3, 3, 7)


@pytest.mark.parametrize("language", ALL, ids=named)
def test_no_word_is_empty(language: Language) -> None:
    assert all(each.latin for each in all_words(language))


@pytest.mark.parametrize("language", ORIGINAL_SCRIPT, ids=named)
def test_every_word_of_another_script_has_its_original(language: Language) -> None:
    assert all(each.original.decode() for each in all_words(language))


def test_the_latin_languages_make_up_a_hundred() -> None:
    assert len(LATIN) == 100
