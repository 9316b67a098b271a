"""How a file gets to an endpoint: whole and right, or not at all.

A temporary name, the transfer, then a look at what has arrived: size, and all of it,
read back and compared. Only then the final name. Where a store puts files at once and
whole, with a digest of its own, there is no temporary name.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from almandine.delivery.remote import BLOCK, NoAnswer, Remote
from almandine.engine.ports import EndpointFailed

_ARRIVING: Final = ".arriving"


def send(remote: Remote, source: Path, path: PurePosixPath, mark: str) -> None:
    """Take a file to a path; doing it again replaces it by itself.

    Args:
        remote: Where to.
        source: The finished file.
        path: Its final one, in a directory that is there.
        mark: What nobody else marks temporary names with: whoever was overtaken, and
            does not know it, writes beside its successor.

    Raises:
        EndpointFailed: when it has not arrived; nothing new has the final name then.
    """
    arriving = path if remote.puts_whole else _temporary(path, mark)
    try:
        remote.put(source, arriving)
    except EndpointFailed as failed:
        if arriving != path:
            _clear(remote, arriving, failed)
        raise
    try:
        verify(remote, arriving, source)
        if arriving != path:
            _name(remote, arriving, path, source)
    except EndpointFailed as failed:
        _clear(remote, arriving, failed)
        raise


def verify(remote: Remote, path: PurePosixPath, source: Path) -> None:
    """Raise unless a file at the endpoint is the same as the one here."""
    found, size = remote.find(path), source.stat().st_size
    if found is None:
        raise EndpointFailed(f"{path.name} is not there after it was sent")
    if found.size != size:
        raise EndpointFailed(
            f"of {path.name} {found.size:,} bytes have arrived instead of {size:,}"
        )
    if not _is_same(remote.read(path), source):
        raise EndpointFailed(f"{path.parent} did not keep what was written")


def _name(
    remote: Remote, arriving: PurePosixPath, path: PurePosixPath, source: Path
) -> None:
    """Give what has arrived its final name."""
    try:
        remote.rename(arriving, path)
    except EndpointFailed:
        # Some servers rename to no name that is taken: by the same file, when an
        # earlier sender died before it could say so. Nothing else is replaced there.
        if not _is_there(remote, path, source):
            raise
        _clear(remote, arriving)


def _is_there(remote: Remote, path: PurePosixPath, source: Path) -> bool:
    try:
        verify(remote, path, source)
    except EndpointFailed:
        return False
    return True


def clear_leftovers(remote: Remote, path: PurePosixPath) -> None:
    """Remove what senders that were killed have left of a file."""
    if remote.puts_whole:
        return
    with suppress(EndpointFailed):
        left = [each.name for each in remote.list(path.parent)]
        for name in left:
            if name.startswith(f".{path.name}.") and is_arriving(name):
                remote.remove(path.with_name(name))


def is_arriving(name: str) -> bool:
    """Tell whether a name is one of those that files have on their way."""
    return name.startswith(".") and name.endswith(_ARRIVING)


def blocks(file: Path) -> Iterator[bytes]:
    """Yield what a file of this machine holds."""
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            yield block


def _temporary(path: PurePosixPath, mark: str) -> PurePosixPath:
    return path.with_name(f".{path.name}.{mark}{_ARRIVING}")


def _clear(
    remote: Remote, path: PurePosixPath, failed: EndpointFailed | None = None
) -> None:
    """Remove what is of no use; where that fails, the failure before it counts.

    Who did not answer would not answer to this either: the next sender does it.
    """
    if not isinstance(failed, NoAnswer):
        with suppress(EndpointFailed):
            remote.remove(path)


def _is_same(content: Iterable[bytes], source: Path) -> bool:
    """Compare byte by byte: that costs less than two digests, and sees more."""
    with source.open("rb") as file:
        return all(file.read(len(block)) == block for block in content) and not (
            file.read(1)
        )
