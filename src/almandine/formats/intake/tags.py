"""What tags, and what is passed over between them, look like in an XML document."""

import re
from collections.abc import Mapping
from typing import Final

from almandine.formats.intake.prolog import Root

_WORD: Final = rb"[^\s<>/:!?=\"'&]{1,256}+"
_PARTS: Final = rb"subfield|datafield|controlfield|leader"
_PASSED_OVER: Final = rb"(?P<passed>!--|!\[CDATA\[|\?)"
# For speed alone: elements that hold short text are stepped over in runs, never longer
# than what a window keeps.
_LEAF: Final = (
    rb"(?!(?:%b:)?(?:record|leader)[\s>])(?P<leaf>(?:%b:)?%b)(?=[\s>])[^<>]{0,512}+"
    rb"(?<!/)>[^<]{0,512}+</(?P=leaf)>[^<]{0,512}+<" % (_WORD, _WORD, _WORD)
)
ANY_TAG: Final = re.compile(
    rb"<(?:%b){0,16}(?:%b|(?P<end>/?)(?P<name>(?:%b:)?%b)(?:(?=[\s/])|(?P<bare>>)))"
    % (_LEAF, _PASSED_OVER, _WORD, _WORD)
)
"""The next tag around records; groups: what is passed over, or a tag that is begun."""
ENDS: Final[Mapping[bytes, re.Pattern[bytes]]] = {
    b"!--": re.compile(b"-->"),
    b"![CDATA[": re.compile(rb"\]\]>"),
    b"?": re.compile(rb"\?>"),
}
"""What ends each of those that are passed over."""
REST: Final = re.compile(rb"(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>?")
"""A tag from behind its name to its end, or as far as it is one; matches anywhere."""


def tag_in_record(root: Root) -> re.Pattern[bytes]:
    """Return what ends a record, also where its end tag is missing."""
    # The first line is for speed alone: nearly all tags are those of parts.
    return re.compile(
        rb"<(?!/?(?:%b)[ >]|/?%b:(?:%b)[ >])"
        rb"(?:%b|(?P<end>/?)(?P<name>(?:%b:)?record|%b)(?:(?=[\s/])|(?P<bare>>)))"
        % (_PARTS, _WORD, _PARTS, _PASSED_OVER, _WORD, re.escape(root.name))
    )
