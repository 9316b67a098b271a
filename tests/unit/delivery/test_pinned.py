"""Two hundred paths: what is below a root on every system, and what is not."""

from itertools import product
from typing import Final

import pytest

from almandine.delivery.pinned import pinned, pinned_name
from almandine.engine.ports import EndpointFailed

_WAYS_UP: Final = ("..", "../", "a/..", "a/../b", "a/../../b", "./..", "a/./..", "b/..")
_ABSOLUTE: Final = ("/", "//", "/etc", "/etc/passwd", "//host/share", "/..", "/a/b")
_WINDOWS: Final = ("\\", "a\\b", "..\\", "..\\..\\a", "C:\\a", "\\\\host\\share")
_HOMES: Final = ("~", "~/a", "~root", "~root/.ssh")
_UNSEEN: Final = (*map(chr, range(32)), "\x7f", "\x80", "\x85", "\x9f", "\ud800")
_AROUND: Final = ("{}", "a{}", "{}a", "a/{}b")

REFUSED: Final = (
    *_WAYS_UP,
    *_ABSOLUTE,
    *_WINDOWS,
    *_HOMES,
    *(around.format(each) for each, around in product(_UNSEEN, _AROUND)),
    "a" * 256,
    "ä" * 128,
    f"a/{'b' * 256}/c",
    "/".join(["a" * 200] * 6),
)
TAKEN: Final = (
    "a",
    "a/b/c",
    "a//b",
    "./a",
    "a/.",
    "...",
    "..a",
    "a..",
    "a/..b/c",
    ".hidden",
    "a~",
    "a b",
    " a ",
    "ä/ö/ü",
    "書誌",
    "%2e%2e",
    "a%00b",
    "a:b",
    "a;b",
    "a'b",
    'a"b',
    "a|b",
    "a&b",
    "a$b",
    "a*b",
    "a?b",
    "-rf",
    "--",
    "BIB_42_20230815_220844[016]_new_1.xml.tar.gz",
    "a" * 255,
    "．．",  # noqa: RUF001 - full width, which is not the way up
)


def test_the_tables_have_two_hundred_paths() -> None:
    assert len({*REFUSED, *TAKEN}) >= 200


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(EndpointFailed, match="lies outside the endpoint") as caught:
        pinned(path)
    assert not caught.value.may_pass


@pytest.mark.parametrize("path", TAKEN)
def test_a_path_below_the_root_is_taken(path: str) -> None:
    assert not pinned(path).is_absolute()
    assert ".." not in pinned(path).parts


def test_nothing_is_the_root() -> None:
    assert pinned("").parts == ()


@pytest.mark.parametrize("name", ["", ".", "a/b", "a/", "./a", "..", "/a", "a\\b"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(EndpointFailed):
        pinned_name(name)


@pytest.mark.parametrize("name", ["a.xml", "BIB_220844[016].xml", ".a", "a b"])
def test_a_name_is_taken_as_it_is(name: str) -> None:
    assert str(pinned_name(name)) == name
