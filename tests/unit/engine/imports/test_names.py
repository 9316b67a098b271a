"""Patterns for file names."""

import pytest

from almandine.engine.imports.names import MAX_PATTERN, NamePattern


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("", "anything\n"),
        (r".*\.mrc", "weekly.mrc"),
        (r"(?i)vendor_\d{8}\.(mrc|xml)(\.gz)?", "VENDOR_20261127.XML.gz"),
        (r"é+\.mrc", "éé.mrc"),
    ],
)
def test_a_name_that_fits(pattern: str, name: str) -> None:
    assert NamePattern(pattern).fits(name)


@pytest.mark.parametrize("name", ["weekly.mrc.part", "weekly.xml", ""])
def test_the_whole_name_has_to_fit(name: str) -> None:
    assert not NamePattern(r"weekly\.mrc").fits(name)


@pytest.mark.parametrize(
    ("pattern", "because"),
    [
        ("(a", "a regular expression of RE2's syntax (missing ): (a)"),
        ("(?=a)a", "a regular expression of RE2's syntax (invalid perl operator"),
        ("a" * (MAX_PATTERN + 1), "a regular expression of up to 200 characters"),
        ("(a{900}){900}", "a regular expression of RE2's syntax (invalid repet"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str, because: str) -> None:
    with pytest.raises(ValueError, match="regular expression") as caught:
        NamePattern(pattern)
    assert str(caught.value).startswith(because)


def test_nested_repetitions_do_not_take_forever() -> None:
    assert not NamePattern("(a+)+b").fits("a" * 250)
