"""What kinds of thing the sample catalogues, and how MARC codes each."""

from dataclasses import dataclass
from typing import Final

Types = tuple[bytes, bytes, bytes]
"""Bodies of 336, 337 and 338."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of thing."""

    leader: bytes
    """Leader 06-07: type of record and bibliographic level."""
    fixed: bytes
    """008/18-34."""
    types: Types
    material: str = ""
    """Material type of its items; empty for what has none."""
    serial: bool = False
    chart: bool = False
    """Whether it is a map."""
    score: bool = False

    @property
    def electronic(self) -> bool:
        """Whether it is read on line and has no items."""
        return not self.material


def _rda(*terms: bytes) -> bytes:
    term, code, source = terms
    return b"  \x1fa%b\x1fb%b\x1f2%b" % (term, code, source)


_TEXT: Final = _rda(b"text", b"txt", b"rdacontent")
_UNMEDIATED: Final = _rda(b"unmediated", b"n", b"rdamedia")
_VOLUME: Final = _rda(b"volume", b"nc", b"rdacarrier")
_PRINT: Final = (_TEXT, _UNMEDIATED, _VOLUME)
_ONLINE: Final = (
    _TEXT,
    _rda(b"computer", b"c", b"rdamedia"),
    _rda(b"online resource", b"cr", b"rdacarrier"),
)

BOOK: Final = Form(
    leader=b"am", fixed=b"a     b    001 0 ", types=_PRINT, material="BOOK"
)
EBOOK: Final = Form(leader=b"am", fixed=b"a    ob    001 0 ", types=_ONLINE)
SERIAL: Final = Form(
    leader=b"as",
    fixed=b"ar p       0   a0",
    types=_PRINT,
    material="ISSBD",
    serial=True,
)
EJOURNAL: Final = Form(
    leader=b"as", fixed=b"ar p o     0   a0", types=_ONLINE, serial=True
)
SCORE: Final = Form(
    leader=b"cm",
    fixed=b"sna              ",
    types=(_rda(b"notated music", b"ntm", b"rdacontent"), _UNMEDIATED, _VOLUME),
    material="SCORE",
    score=True,
)
MAP: Final = Form(
    leader=b"em",
    fixed=b"a      a     1   ",
    types=(
        _rda(b"cartographic image", b"cri", b"rdacontent"),
        _UNMEDIATED,
        _rda(b"sheet", b"nb", b"rdacarrier"),
    ),
    material="MAP",
    chart=True,
)

FORMS: Final = (
    *[BOOK] * 78,
    *[SERIAL] * 7,
    *[EBOOK] * 8,
    *[EJOURNAL] * 2,
    *[SCORE] * 3,
    *[MAP] * 2,
)
"""Each as often as it comes in a hundred titles."""
