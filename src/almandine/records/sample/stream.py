"""A stream of bibs as they come from elsewhere, for benchmarks: some are broken.

The numbers in 001, 020 and 035 are none that the sample institution has, and other
seeds have others.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from almandine.records.sample.bib import marc
from almandine.records.sample.chance import Chance
from almandine.records.sample.title import Mix, title

MEASURED_MIX: Final = Mix(original_script=10, duplicate=0, suppressed=0)
"""As counted in real catalogues."""
MALFORMED: Final = 0.005
"""Share of broken records, as counted in real files."""

_BEYOND_INSTITUTION: Final = 100_000_000
"""Far more titles than any sample has."""
_STREAM: Final = 10_000_000
"""Numbers that the stream of one seed may use; after 32 seeds they come again."""
_STREAMS: Final = 32


def marc_stream(
    seed: int, count: int, malformed: float = MALFORMED, *, first: int = 0
) -> Iterator[bytes]:
    """Yield `count` records as bytes of a file, beginning with the `first`-th."""
    per_million = round(malformed * 1_000_000)
    for number in range(first, first + count):
        raw = _sound(seed, number)
        chance = Chance(seed, "fault", number)
        broken = chance.below(1_000_000) < per_million
        yield chance.pick(FAULTS)(raw) if broken else raw


def _sound(seed: int, number: int) -> bytes:
    fresh = _BEYOND_INSTITUTION + seed % _STREAMS * _STREAM + number
    of = replace(title(seed, number, MEASURED_MIX), identity=fresh)
    return marc(of, Chance(seed, "stream", number), b"ext%012d" % fresh)


def _too_short_a_length(raw: bytes) -> bytes:
    return b"%05d" % (len(raw) - 17) + raw[5:]


def _no_length(raw: bytes) -> bytes:
    return b"     " + raw[5:]


def _letters_in_directory(raw: bytes) -> bytes:
    return raw[:27] + b"00x1" + raw[31:]


def _field_beyond_the_end(raw: bytes) -> bytes:
    return raw[:31] + b"99990" + raw[36:]


def _latin_1_flagged_utf_8(raw: bytes) -> bytes:
    # The last subfield's last letter, so that no length changes.
    return raw[:-3] + b"\xe9" + raw[-2:]


def _no_terminator(raw: bytes) -> bytes:
    return raw[:-1]


def _cut_off(raw: bytes) -> bytes:
    return raw[: len(raw) // 2] + b"\x1d"


FAULTS: Final[tuple[Callable[[bytes], bytes], ...]] = (
    _too_short_a_length,
    _no_length,
    _letters_in_directory,
    _field_beyond_the_end,
    _latin_1_flagged_utf_8,
    _no_terminator,
    _cut_off,
)
"""What is found wrong with records in real files, all equally often."""
