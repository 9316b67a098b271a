"""Remove the files whose retention is over."""

from datetime import datetime

from almandine.engine.ports import Store, Uploads, Workspace


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


def forget_uploads(uploads: Uploads, then: datetime) -> None:
    """Remove the files that were sent to the service before an instant (UTC)."""
    for upload_id in list(uploads.older_than(then)):
        uploads.drop(upload_id)
