"""How much may come out of an archive."""

from itertools import repeat

import pytest

from almandine.formats.intake import Unreadable
from almandine.formats.intake.allowance import MAX_UNPACKED, Allowance

MIB = bytes(1 << 20)


def test_a_hundred_times_the_size_is_within_the_allowance() -> None:
    assert list(Allowance(1).spend([bytes(99), bytes(1)])) == [bytes(99), bytes(1)]


def test_a_byte_more_than_a_hundred_times_the_size_is_not() -> None:
    with pytest.raises(Unreadable, match="more than 100 times its size"):
        list(Allowance(1).spend([bytes(100), bytes(1)]))


def test_two_gibibytes_are_within_the_allowance() -> None:
    pieces = Allowance(1 << 30).spend(repeat(MIB, MAX_UNPACKED >> 20))
    assert sum(len(piece) for piece in pieces) == MAX_UNPACKED


def test_the_members_of_an_archive_share_two_gibibytes() -> None:
    allowance = Allowance(1 << 30)
    for _ in allowance.spend(repeat(MIB, MAX_UNPACKED >> 20)):
        pass
    with pytest.raises(Unreadable, match="more than 2 GiB"):
        list(allowance.spend([b"1"]))
