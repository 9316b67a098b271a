"""Who sits at the command line."""

import getpass


def user() -> str:
    """Return the name of the operating system's user; a container's may have none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "command line"
