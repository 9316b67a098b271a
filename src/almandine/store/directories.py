"""Directories that files are delivered to, and files that are made once."""

import os
from contextlib import suppress
from pathlib import Path

from almandine.env import Env


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


def make_once(file: Path, content: str, env: Env) -> None:
    """Make a file that only its owner can read; one that is there stays as it is."""
    draft = file.with_name(f"{file.name}.{env.new_id()}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content.encode())
        opened.flush()
        os.fsync(opened.fileno())
    # A link fails where the name is taken: of two processes that start together,
    # one makes the file, and neither sees half of it.
    with suppress(FileExistsError):
        file.hardlink_to(draft)
    draft.unlink()
