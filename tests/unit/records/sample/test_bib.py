"""The bibs of the sample."""

import unicodedata
from hashlib import sha256
from io import BytesIO
from itertools import pairwise

import pymarc
import pytest

from almandine.records.bib import Bib
from almandine.records.marc.fields import Record
from almandine.records.marc.iso2709 import split
from almandine.records.marc.structure import is_regular
from almandine.records.sample import bibs
from almandine.records.sample.bib import COLLECTIONS

SEED = 1
MANY = 3500


@pytest.fixture(scope="module")
def sample() -> list[Bib]:
    return list(bibs(SEED, MANY))


def tags(marc: bytes) -> list[str]:
    return [field.tag for field in Record(marc).fields()]


def share(of: list[bool]) -> float:
    return sum(of) / len(of)


def test_the_first_thousand_are_the_same_on_any_machine() -> None:
    digest = sha256(b"".join(bib.marc for bib in bibs(SEED, 1000)))
    assert digest.hexdigest() == (
        "eaa4e3ad039b122856a3c0876b8a9e87c29092d6ed9dfd8913ef2b5f3ae859a4"
    )


def test_another_seed_gives_other_records() -> None:
    assert list(bibs(1, 20)) != list(bibs(2, 20))


def test_making_can_begin_anywhere(sample: list[Bib]) -> None:
    assert list(bibs(SEED, 5, first=2000)) == sample[2000:2005]


def test_a_bib_far_out_is_made_without_those_before_it() -> None:
    (bib,) = bibs(SEED, 1, first=9_999_999)
    assert Record(bib.marc).control("001") == bib.mms_id


def test_every_record_is_sound(sample: list[Bib]) -> None:
    assert [bib.mms_id for bib in sample if not is_regular(bytes(bib.marc))] == []


def test_a_file_of_them_is_cut_into_the_same_records(sample: list[Bib]) -> None:
    file = b"".join(bib.marc for bib in sample[:500])
    assert list(split(BytesIO(file))) == [bib.marc for bib in sample[:500]]


def test_another_reader_reads_and_writes_the_same_bytes(sample: list[Bib]) -> None:
    for bib in sample[:300]:
        record = pymarc.Record(bib.marc)  # pyright: ignore[reportArgumentType] - it takes bytes
        assert record.as_marc() == bib.marc


def test_001_is_the_id_of_the_bib_and_no_id_comes_twice(sample: list[Bib]) -> None:
    ids = [bib.mms_id for bib in sample]
    assert [Record(bib.marc).control("001") for bib in sample] == ids
    assert len(set(ids)) == len(ids)


def test_008_has_forty_characters(sample: list[Bib]) -> None:
    assert {len(Record(bib.marc).control("008") or "") for bib in sample} == {40}


def test_six_in_ten_have_unsorted_tags(sample: list[Bib]) -> None:
    unsorted = [sorted(tags(bib.marc)) != tags(bib.marc) for bib in sample]
    assert abs(share(unsorted) - 0.61) < 0.03


def test_the_mean_length_is_that_of_real_bibs(sample: list[Bib]) -> None:
    mean = sum(len(bib.marc) for bib in sample) / len(sample)
    assert abs(mean / 1900 - 1) < 0.15


def test_lengths_reach_from_some_hundred_bytes_to_tens_of_thousands(
    sample: list[Bib],
) -> None:
    lengths = sorted(len(bib.marc) for bib in sample)
    assert lengths[0] < 400
    assert lengths[-len(lengths) // 100] > 5_000
    assert lengths[-1] > 50_000


def test_originals_are_in_the_scripts_of_eight_languages(sample: list[Bib]) -> None:
    text = "".join(
        field.text for bib in sample for field in Record(bib.marc).fields("880")
    )
    scripts = {unicodedata.name(letter).split()[0] for letter in text if letter >= " "}
    assert scripts >= {
        "ARABIC",
        "CJK",
        "CYRILLIC",
        "DEVANAGARI",
        "GREEK",
        "HANGUL",
        "HEBREW",
        "HIRAGANA",
        "KATAKANA",
    }


def test_latin_titles_have_diacritics(sample: list[Bib]) -> None:
    latin = [bib for bib in sample if b"880-" not in bib.marc]
    beyond_ascii = [not bib.marc.isascii() for bib in latin]
    assert 0.2 < share(beyond_ascii) < 0.6


def linked(marc: bytes) -> tuple[set[str], set[str]]:
    """Return what 880 links to, and what links to 880."""
    record = Record(marc)
    links = [
        (field.tag, link[:6]) for field in record.fields() for link in field.values("6")
    ]
    to_original = {f"{tag}-{link[4:]}" for tag, link in links if tag != "880"}
    return to_original, {link for tag, link in links if tag == "880"}


def test_every_original_is_linked_both_ways(sample: list[Bib]) -> None:
    with_original = [linked(bib.marc) for bib in sample if b"880-" in bib.marc]
    assert len(with_original) > 50
    assert [to for to, _ in with_original] == [back for _, back in with_original]


def test_books_serials_scores_and_maps_are_there(sample: list[Bib]) -> None:
    kinds = {Record(bib.marc).leader[6:8] for bib in sample}
    assert kinds == {"am", "as", "cm", "em"}


def test_one_in_ten_is_electronic_and_links_to_its_text(sample: list[Bib]) -> None:
    electronic = ["007" in tags(bib.marc) for bib in sample]
    full_text = [b"\x1fzFull text" in bib.marc for bib in sample]
    assert electronic == full_text
    assert abs(share(electronic) - 0.10) < 0.02


def test_two_in_a_hundred_are_suppressed(sample: list[Bib]) -> None:
    assert abs(share([bib.suppressed for bib in sample]) - 0.02) < 0.006


def test_collections_have_titles(sample: list[Bib]) -> None:
    assert {bib.collections for bib in sample} == {(), COLLECTIONS[:1], COLLECTIONS}


def test_a_few_bibs_are_second_records_of_the_work_before(sample: list[Bib]) -> None:
    numbers = [Record(bib.marc).fields("035")[0].text for bib in sample]
    doubled = [before == after for before, after in pairwise(numbers)]
    assert 0 < share(doubled) < 0.01
