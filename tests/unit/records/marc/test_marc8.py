"""MARC-8 in, Unicode out."""

import pytest
from hypothesis import assume, given
from hypothesis.strategies import binary

from almandine.records.marc.marc8 import ESCAPE, marc8_to_unicode

CASES = {
    "plain ASCII": (b"Emma", "Emma"),
    "a mark precedes its letter": (b"Bront\xe8e", "Bront\u00eb"),
    "two marks keep their order": (b"\xe2\xf2o", "\u1ecd\u0301"),
    "a special letter": (b"\xb2re", "\u00f8re"),
    "Greek symbols and back": (b"\x1bgabc\x1bsabc", "\u03b1\u03b2\u03b3abc"),
    "Cyrillic in the lower half": (b"\x1b(NmIR\x1b(B.", "\u041c\u0438\u0440."),
    "Hebrew in the lower half": (b"\x1b(2y\x1b(B", "\u05e9"),
    "Arabic in the upper half": (b"\x1b)3\xc7", "\u0627"),
    "East Asian three bytes": (b"\x1b$1!0!\x1b(B.", "\u4e00."),
    "a blank between East Asian characters": (b"\x1b$1!0! !0!", "\u4e00 \u4e00"),
    "back to ANSEL in the upper half": (b"\x1b)2\x1b)!E\xe2a", "\u00e1"),
    "a ligature over two letters": (b"\xebt\xecs", "t\u0361s"),
    "non-sorting marks": (b"\x88The \x89end", "\x98The \x9cend"),
    "an unknown byte": (b"a\xffb", "a\ufffdb"),
    "an unknown set": (b"\x1b(Zab", "\ufffdab"),
    "a mark without a letter": (b"b\xe2", "b\u0301"),
    "a cut East Asian character": (b"\x1b$1!0", "\ufffd"),
    "an odd vendor's dash": (b"\x1b$1\x7f\x20\x14", "\u2014"),
    "a lone escape at the end": (b"ab\x1b", "ab\x1b"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("data", "text"), CASES.values(), ids=CASES.keys())
def test_decodes(data: bytes, text: str) -> None:
    assert marc8_to_unicode(data) == text


@given(binary(max_size=20))
def test_a_switch_to_what_is_so_already_changes_nothing(data: bytes) -> None:
    assume(ESCAPE not in data)
    assert marc8_to_unicode(b"\x1b(B" + data) == marc8_to_unicode(data)
