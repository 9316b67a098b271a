"""Paths at endpoints, pinned below the root.

What stands in a configuration or in a file's name must not lead anywhere else, on
whatever system the endpoint is. So everything is refused that some system takes for
the way up or out, before any of it is sent.
"""

import unicodedata
from pathlib import PurePosixPath
from typing import Final

from almandine.engine.ports import EndpointFailed

_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 1024
"""Bytes: what file systems take, and what S3 does."""


def pinned(path: str) -> PurePosixPath:
    """Return a path below the root; the root itself for an empty one.

    Raises:
        EndpointFailed: for one that leads elsewhere, or that some endpoint could
            take for something else.
    """
    because = _objection(path)
    if because:
        raise EndpointFailed(
            f"{path!r} lies outside the endpoint: {because}", may_pass=False
        )
    return PurePosixPath(path)


def pinned_name(name: str) -> PurePosixPath:
    """Return the path of a file that lies in the root.

    Raises:
        EndpointFailed: for a name that is a path, or none at all.
    """
    path = pinned(name)
    if len(path.parts) != 1 or path.name != name:
        raise EndpointFailed(f"{name!r} is not the name of a file", may_pass=False)
    return path


def _objection(path: str) -> str:
    """Return what is wrong with a path; empty where nothing is."""
    parts = path.split("/")
    objections = {
        "it is absolute": path.startswith("/"),
        "it has `..`": ".." in parts,
        "it has a backslash, which other systems take for a slash": "\\" in path,
        "it begins with ~, which servers take for a home": path.startswith("~"),
        "it has characters that cannot be seen": any(map(_is_unseen, path)),
        "it is too long": _length(path) > _LONGEST_PATH,
        "a name in it is too long": max(map(_length, parts)) > _LONGEST_NAME,
    }
    return next((words for words, holds in objections.items() if holds), "")


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


def _length(text: str) -> int:
    """Return the length in bytes."""
    return len(text.encode(errors="surrogatepass"))
