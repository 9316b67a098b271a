"""The one error of this package."""


class Unreadable(Exception):  # noqa: N818 - a fact about the file
    """A file cannot be taken; the message says why, and what to do."""
