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
    if path.startswith("/"):
        return "it is absolute"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path):
        return "it has characters that cannot be seen"
    if "\\" in path:
        return "it has a backslash, which other systems take for a slash"
    parts = path.split("/")
    if ".." in parts:
        return "it has `..`"
    if parts[0].startswith("~"):
        return "it begins with ~, which servers take for somebody's home"
    if any(len(part.encode()) > _LONGEST_NAME for part in parts):
        return f"a name in it is longer than {_LONGEST_NAME} bytes"
    if len(path.encode()) > _LONGEST_PATH:
        return f"it is longer than {_LONGEST_PATH} bytes"
    return ""
