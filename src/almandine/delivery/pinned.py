"""Paths at endpoints, pinned below the root.

What stands in a configuration or in a file's name must not lead anywhere else: it is
looked at once more before any of it is sent.
"""

from pathlib import PurePosixPath

from almandine.engine.ports import EndpointFailed
from almandine.engine.sub_directory import objection


def pinned(path: str) -> PurePosixPath:
    """Return a path below the root; the root itself for an empty one.

    Raises:
        EndpointFailed: for one that leads elsewhere, or that some endpoint could
            take for something else.
    """
    because = objection(path)
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
