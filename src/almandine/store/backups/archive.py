"""Reads a backup; nothing is believed before its digest was seen."""

import hashlib
import os
import re
import tarfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

import msgspec

from almandine.store.backups.manifest import (
    FILES,
    HEAD,
    HEAD_TEXT,
    MANIFEST,
    SEAL,
    TABLES,
    BadBackup,
    Manifest,
    Member,
)

BLOCK: Final = 1 << 20
_SPOKEN_FOR: Final = frozenset({HEAD, MANIFEST, SEAL})
_NAME: Final = re.compile(rf"(?:{TABLES}|{FILES})[^/\0]+(?:/[^/\0]+)*")
_MOST_TEXT: Final = 1 << 28
"""Bytes of a manifest; a longer one is none."""

Told = Callable[[int], None]
"""Told how many bytes of the file are done."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a backup, open to be read once."""

    name: str
    content: IO[bytes]


def verify(file: Path, told: Told) -> Manifest:
    """Read a whole backup and return its manifest.

    Raises:
        BadBackup: when anything in it is not as it was written.
    """
    found: dict[str, Member] = {}
    texts: dict[str, bytes] = {}
    done = 0
    for piece in pieces(file):
        content = b""
        with _damage_told():
            if piece.name in _SPOKEN_FOR:
                content = texts[piece.name] = piece.content.read(_MOST_TEXT)
            member = found[piece.name] = _member(piece.content, content)
        if piece.name == HEAD and content != HEAD_TEXT:
            raise BadBackup("it was written by a release that is newer than this one")
        done += member.size
        told(done)
    manifest = _manifest(texts)
    _compare(manifest.members, found)
    return manifest


def pieces(file: Path) -> Iterator[Piece]:
    """Yield the pieces in order; each is to be read before the next is asked for.

    Raises:
        BadBackup: when the file is no backup, or ends too soon.
    """
    with _damage_told(), tarfile.open(file, "r|") as tar:
        for number, info in enumerate(tar):
            yield _piece(tar, info, first=number == 0)
            # The library remembers all it read; there may be very many.
            tar.members.clear()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - not in the stubs


def content_of(piece: Piece, manifest: Manifest) -> bytes:
    """Return what is in a piece.

    Raises:
        BadBackup: when it is not what the manifest says.
    """
    with _damage_told():
        content = piece.content.read()
    _compare_one(piece, manifest, _member(piece.content, content))
    return content


def copy(piece: Piece, manifest: Manifest, target: BinaryIO) -> None:
    """Copy a piece to a file, which is then on disk.

    Raises:
        BadBackup: when it is not what the manifest says.
    """
    size, digest = 0, hashlib.sha256()
    with _damage_told():
        while block := piece.content.read(BLOCK):
            size += len(block)
            digest.update(block)
            target.write(block)
    target.flush()
    os.fsync(target.fileno())
    _compare_one(piece, manifest, Member(size, digest.hexdigest()))


@contextmanager
def _damage_told() -> Generator[None]:
    """Turn what the library says of a file into words of ours."""
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise BadBackup(f"it is damaged, or no backup at all: {error}") from None


def _piece(tar: tarfile.TarFile, info: tarfile.TarInfo, *, first: bool) -> Piece:
    if first and info.name != HEAD:
        raise BadBackup("it is not a backup of this service")
    content = tar.extractfile(info) if info.isreg() else None
    if content is None or not _is_sound(info.name):
        raise BadBackup(f"{info.name!r} has no place in a backup")
    return Piece(info.name, content)


def _is_sound(name: str) -> bool:
    """Tell whether a name leads nowhere but to its place."""
    if name in _SPOKEN_FOR:
        return True
    parts = name.split("/")
    return bool(_NAME.fullmatch(name)) and not {".", ".."} & set(parts)


def _member(content: IO[bytes], begun: bytes) -> Member:
    size, digest = len(begun), hashlib.sha256(begun)
    while block := content.read(BLOCK):
        size += len(block)
        digest.update(block)
    return Member(size, digest.hexdigest())


def _manifest(texts: dict[str, bytes]) -> Manifest:
    text, seal = texts.get(MANIFEST), texts.get(SEAL)
    if text is None or seal is None:
        raise BadBackup("it is not whole: its end is missing")
    if hashlib.sha256(text).hexdigest().encode() != seal:
        raise BadBackup("its manifest is damaged")
    try:
        return msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise BadBackup(f"its manifest cannot be read: {error}") from None


def _compare(promised: dict[str, Member], found: dict[str, Member]) -> None:
    there = {name: found[name] for name in found if name not in {MANIFEST, SEAL}}
    wrong = sorted(
        name
        for name in promised.keys() | there.keys()
        if promised.get(name) != there.get(name)
    )
    if wrong:
        raise BadBackup(f"{len(wrong):,} of its pieces are damaged, first {wrong[0]}")


def _compare_one(piece: Piece, manifest: Manifest, found: Member) -> None:
    if manifest.members.get(piece.name) != found:
        raise BadBackup(f"{piece.name} has changed since it was looked at")
