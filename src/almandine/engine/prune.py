"""Remove what is kept for a time only, once that is over."""

from datetime import datetime
from typing import Final

from almandine.engine.ports import Store, Uploads, Workspace

LINES_AT_ONCE: Final = 5_000
"""Lines of imports that one transaction deletes."""


def prune(store: Store, workspace: Workspace, now: datetime) -> int:
    """Remove expired artifacts and return how many there were.

    The file goes before its row: cut short in between, the next call does the
    rest, and nobody is promised a file that is not there for longer than that.
    """
    with store.read() as tx:
        expired = tx.artifacts.expired(now)
    for run_id, name in expired:
        workspace.remove(run_id, name)
    if expired:
        with store.write() as tx:
            for run_id, name in expired:
                tx.artifacts.forget(run_id, name)
    return len(expired)


def forget_lines(store: Store, then: datetime) -> None:
    """Forget what became of each record of the imports that ended by an instant (UTC).

    A few thousand lines in one transaction, so that nobody waits for long. What
    somebody has still to decide on stays.
    """
    with store.read() as tx:
        done = tx.imports.done_before(then)
    for run_id in done:
        left = LINES_AT_ONCE
        while left == LINES_AT_ONCE:
            with store.write() as tx:
                left = tx.imports.drop_lines(run_id, LINES_AT_ONCE)


def forget_uploads(uploads: Uploads, then: datetime) -> None:
    """Remove the files that were sent to the service before an instant (UTC)."""
    for upload_id in list(uploads.older_than(then)):
        uploads.drop(upload_id)
