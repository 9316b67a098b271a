"""Ids and standard numbers of the sample: functions of a record's place in it.

An id is a prefix for the kind of record, a number and the four digits of the
institution, as long as the ids that a running institution gives to new records. Those
count from 1, so a number that begins with 9 stays clear of them.
"""

from typing import Final

SUFFIX: Final = "0101"
"""The institution's number, at the end of each of its ids."""

# Odd powers of 3 share no factor with 10, so each maps the numbers of that many digits
# onto themselves: neighbours look unrelated and none comes twice.
_SCATTER_ISBN: Final = 3**17
_SCATTER_ISSN: Final = 3**13


def mms_id(number: int) -> str:
    """Return the id of a title."""
    return f"999{number:011d}{SUFFIX}"


def holding_id(number: int, shelf: int) -> str:
    """Return the id of a title's holding on its `shelf`-th shelf, from 0 to 9."""
    return _id("22", number * 100 + shelf)


def item_pid(number: int, shelf: int, copy: int) -> str:
    """Return the id of an item; `copy` is from 0 to 9."""
    return _id("23", number * 100 + shelf * 10 + copy)


def barcode(number: int, shelf: int, copy: int) -> str:
    """Return the barcode of an item: 14 digits."""
    return f"39{number * 100 + shelf * 10 + copy:012d}"


def portfolio_pid(number: int) -> str:
    """Return the id of a title's portfolio."""
    return _id("53", number)


def collection_id(number: int) -> str:
    """Return the id of a collection of titles."""
    return _id("81", number)


def package_id(number: int) -> str:
    """Return the id of an electronic collection."""
    return _id("61", number)


def request_id(number: int) -> str:
    """Return the id of a request."""
    return _id("88", number)


def _id(prefix: str, number: int) -> str:
    return f"{prefix}9{number:09d}{SUFFIX}"


def isbn(identity: int) -> bytes:
    """Return an ISBN of 13 digits with its check digit."""
    core = b"978%09d" % ((identity + 1) * _SCATTER_ISBN % 10**9)
    digits = [digit - 48 for digit in core]
    check = -(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10
    return b"%b%d" % (core, check)


def issn(identity: int) -> bytes:
    """Return an ISSN with hyphen and check character."""
    core = b"%07d" % ((identity + 1) * _SCATTER_ISSN % 10**7)
    weighted = sum((digit - 48) * (8 - at) for at, digit in enumerate(core))
    check = b"0123456789X"[-weighted % 11 : -weighted % 11 + 1]
    return b"%b-%b%b" % (core[:4], core[4:], check)


def oclc(identity: int) -> bytes:
    """Return a number as it stands behind `(OCoLC)`."""
    return b"%d" % (1_000_000_000 + identity)
