"""Paths below the root of an endpoint, on whatever system that is.

Everything is refused that some system takes for the way up or out: when a job is
configured or submitted, and again before any of it is sent.
"""

import unicodedata
from typing import Final

_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 1024
"""Bytes: what file systems take, and what S3 does."""


def check_sub_directory(path: str) -> None:
    """Raise ValueError, which says what is allowed, for a path that leads elsewhere."""
    because = objection(path)
    if because:
        raise ValueError(f"a path below the endpoint's root; {because}")


def objection(path: str) -> str:
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
