"""Takes files to endpoints: a temporary name, verified, then the final one."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from almandine.delivery.workspace import sync_directory
from almandine.engine.ports import DeliveryFailed


class DirectoryCourier:
    """Implements `engine.ports.Courier` for endpoints that are local directories."""

    def __init__(self, root_of: Callable[[str], Path | None]) -> None:
        """Take where the root of an endpoint is, by the endpoint's id."""
        self._root_of = root_of

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        """Copy the file under a temporary name, verify, rename; return its path.

        Args:
            source: The finished file.
            endpoint: Id of the endpoint.
            directory: Below the endpoint's root; made when missing.

        Raises:
            DeliveryFailed: when there is no such endpoint, or the directory lies
                outside its root, cannot be written, or did not keep what was
                written.
        """
        root = self._root_of(endpoint)
        if root is None:
            raise DeliveryFailed(f"there is no endpoint {endpoint}")
        target = _inside(root, directory) / source.name
        arriving = target.with_name(f".{source.name}.arriving")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, arriving)
            arriving.replace(target)
            sync_directory(target.parent)
        except OSError as error:
            raise DeliveryFailed(f"{target}: {error.strerror}") from error
        return str(target)


def _inside(root: Path, directory: str) -> Path:
    """Return the directory below the root.

    Raises:
        DeliveryFailed: when it would lie elsewhere.
    """
    whole = root.resolve()
    target = (whole / directory).resolve()
    if not target.is_relative_to(whole):
        raise DeliveryFailed(f"{directory!r} lies outside the endpoint {root}")
    return target


def _copy(source: Path, arriving: Path) -> None:
    """Copy to disk, and read back what arrived.

    Raises:
        DeliveryFailed: when it differs from the source.
    """
    with source.open("rb") as original, arriving.open("wb") as copy:
        shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if _digest(source) != _digest(arriving):
        arriving.unlink()
        raise DeliveryFailed(f"{arriving.parent} did not keep what was written")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
