"""The directories that files are delivered to."""

import os
from pathlib import Path


def make_directory(data: Path, path: str) -> str | None:
    """Make an endpoint's directory; say why it cannot be had, None if it can.

    Args:
        data: The data directory.
        path: Absolute, or relative to the data directory and within it.
    """
    directory = data / path
    within = directory.resolve().is_relative_to(data.resolve())
    if not Path(path).is_absolute() and not within:
        return f"{path!r} leads out of the data directory; write it in full"
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"{directory} cannot be made: {error.strerror}"
    if not os.access(directory, os.W_OK | os.X_OK):
        return f"{directory} cannot be written to"
    return None
