"""What applying needs, so that secrets are kept where nobody reads them."""

from typing import Protocol


class NoSuchSecret(Exception):  # noqa: N818 - reads as what the file said
    """What a configuration file points to is not there; the message says what."""


class Secrets(Protocol):
    """Finds secrets, and encrypts them."""

    def look_up(self, said: str) -> str:
        """Return what a configuration file means: `env:NAME`, `file:PATH`, or itself.

        Raises:
            NoSuchSecret: when there is no such variable, or no such file.
        """
        ...

    def seal(self, text: str, endpoint_id: str) -> str:
        """Encrypt a text for an endpoint; the same gives the same."""
        ...
