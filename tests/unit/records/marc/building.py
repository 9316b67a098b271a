"""Small records, built byte by byte and without the code under test."""

from collections.abc import Sequence

LEADER = "00000nam a2200000 i 4500"

Part = tuple[str, bytes]
"""Tag and body of a field, terminator excluded."""

EMMA: Sequence[Part] = (
    ("001", b"ocm00012345"),
    ("003", b"OCoLC"),
    ("008", b"850101s1816    enk           000 1 eng d"),
    ("245", b"10\x1faEmma :\x1fba novel /\x1fcJane Austen."),
    ("020", b"  \x1fa0-19-283354-1 (pbk.)"),
    ("650", b" 0\x1faMatchmaking\x1fvFiction."),
)


def record(*parts: Part, leader: str = LEADER) -> bytes:
    """Write a record with the fields in this order."""
    directory, data = b"", b""
    for tag, body in parts:
        directory += tag.encode() + b"%04d%05d" % (len(body) + 1, len(data))
        data += body + b"\x1e"
    base = 24 + len(directory) + 1
    head = leader.encode()
    return b"%05d%b%05d%b%b\x1e%b\x1d" % (
        base + len(data) + 1,
        head[5:12],
        base,
        head[17:],
        directory,
        data,
    )


def marc8_record(*parts: Part) -> bytes:
    """Write a record whose leader says MARC-8."""
    return record(*parts, leader=LEADER.replace(" a22", "  22"))
